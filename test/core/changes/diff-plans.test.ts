import { diffPlans } from '../../../core/changes/diff-plans';
import { type KnownFacts, rowsKey } from '../../../core/changes/known-facts';
import {
  deployedPlan,
  planOfSample,
  type SampleConfig,
  sampleConfig,
} from '../../helpers/changes/sample-config';

const facts: KnownFacts = {
  now: new Date('2026-11-21T12:00:00Z'),
  rows: new Map([[rowsKey('sales-db', { schema: 'sales', table: 'stock' }), 54_321]]),
};

function diff(edit: (config: SampleConfig) => void, known = facts) {
  const config = sampleConfig();
  const before = deployedPlan(planOfSample(config));
  edit(config);
  return diffPlans(before, planOfSample(config), known);
}

/** Lines as people read them, without effects and steps. */
function lines(edit: (config: SampleConfig) => void): readonly string[] {
  return diff(edit).items.flatMap(({ name, changes }) =>
    changes.map(({ sign, text }) => `${sign} ${name}: ${text}`),
  );
}

function tables(job: string, entries: SampleConfig['environment'][string]) {
  return ({ jobs }: SampleConfig): void => {
    jobs[job] = { ...jobs[job], tables: entries };
  };
}

test('a plan does not differ from itself', () => {
  expect(diff(() => undefined)).toEqual({ class: 'none', items: [] });
});

test('a table more says when it is loaded first, and how many rows it has about', () => {
  expect(lines(tables('nightly', ['sales.customers', 'sales.stock', 'sales.new']))).toEqual([
    '+ sales/nightly: sales.new: first load at 02:00',
    '+ sales/nightly: sales.stock: first load at 02:00, about 54,000 rows',
  ]);
  expect(lines(tables('live', ['sales.orders', 'sales.payments', 'sales.stock']))).toEqual([
    '+ sales/live: sales.stock: loaded when the task resumes, about 54,000 rows',
  ]);
  expect(lines(tables('copy', ['sales.returns', 'sales.stock']))).toEqual([
    '+ sales/copy: sales.stock: its changes, without a load',
  ]);
});

test('tables, columns, rows, names and order are in the words of the file', () => {
  const orders = {
    table: 'sales.orders',
    'exclude-columns': ['note', 'web_%'],
    where: [{ column: 'status', operator: 'eq', values: ['open', 'paid'] }],
    rename: 'open_orders',
    'load-order': 7,
  };
  expect(lines(tables('live', [orders, { table: 'sales.tmp%', exclude: true }]))).toEqual([
    '+ sales/live: sales.tmp% is no longer moved',
    '- sales/live: sales.orders: column note no longer leaves the source',
    '- sales/live: sales.orders: column web_% no longer leaves the source',
    '~ sales/live: sales.orders: only rows where (status eq "open" or eq "paid")',
    '~ sales/live: sales.orders: its name in the target is sales.open_orders',
    '~ sales/live: sales.orders: load order 7',
    '- sales/live: sales.payments is no longer moved; what it has in the lake remains',
  ]);
});

test('a task that stops says for how long, and a refused change how it is done instead', () => {
  const [settings] = diff(({ jobs }) => (jobs['live'] = { ...jobs['live'], format: 'csv' })).items;
  expect(settings?.effects).toEqual(['task stops for about 5 minutes; no change is lost']);
  const [table] = diff(tables('live', ['sales.orders'])).items;
  expect(table?.effects).toEqual(['task stops for about 2 minutes; no change is lost']);
  const [mode] = diff(live({ mode: 'cdc' })).items;
  expect(mode).toMatchObject({
    class: 'refused',
    effects: ['the replication slot goes with the task, and the changes in it would be lost'],
    steps: [
      'before the deployment: lakeferry stop sales/live --delete, which stores its checkpoint',
      'its replication slot went with the task: set start-from: now, deploy, and lakeferry start sales/live captures the changes from then on',
    ],
  });
});

const mysql = ({ sources }: SampleConfig) => {
  sources['hr-db'] = { engine: 'mysql', database: 'hr', secret: 'lakeferry/hr-db' };
};
const edited =
  (name: string, job: SampleConfig['environment']) =>
  ({ jobs }: SampleConfig): void => {
    jobs[name] = { ...jobs[name], ...job };
  };
const live = (job: SampleConfig['environment']) => edited('live', job);

test.each([
  ['all tables', live({ source: 'stock-db' }), 'needs a new task: all tables are loaded again'],
  [
    'nothing, because it is refused',
    edited('changes', { target: 'backoffice' }),
    'DMS does not delete the job’s staging endpoint while its task exists',
  ],
  [
    'nothing',
    live({ mode: 'full-load', format: 'csv' }),
    'its task is deleted, and its tables are loaded whole: next load at 06:00',
  ],
])('a new task says what is loaded again: %s', (_, edit, effect) => {
  expect(diff(edit).items.find(({ what }) => what === 'job')?.effects[0]).toBe(effect);
});

test('a new task at the checkpoint says since when changes are loaded again', () => {
  const config = sampleConfig();
  mysql(config);
  config.jobs['changes'] = { mode: 'cdc', source: 'hr-db', target: 'backoffice', tables: ['hr.people'] };
  const before = deployedPlan(planOfSample(config));
  config.jobs['changes'] = { ...config.jobs['changes'], target: 'lake' };
  const after = planOfSample(config);
  const effects = (tasks: KnownFacts['tasks']) =>
    diffPlans(before, after, tasks === undefined ? facts : { ...facts, tasks }).items[0]?.effects;
  expect(effects(undefined)).toEqual(['needs a new task: changes since its checkpoint are loaded again']);
  const living = { runs: true, checkpointAt: '2026-11-21T10:00:00.000Z' };
  expect(effects(new Map([['sales/changes', living]]))).toEqual([
    'needs a new task: changes since 2026-11-21 10:00 UTC are loaded again',
  ]);
  expect(diffPlans(before, after, { ...facts, tasks: new Map() }).class).toBe('live');
});

test('a slot of the owner that the job reads no more is named', () => {
  const [item] = diff(({ jobs }) => {
    jobs['changes'] = { mode: 'full-load', source: 'hr-db', tables: ['hr.people'] };
  }).items;
  expect(item).toMatchObject({ class: 'new-task', steps: [] });
  expect(item?.effects[1]).toBe(
    'the slot people of hr-db keeps log that this job reads no more: drop it when no other job reads it',
  );
});

test('a changed connection names the tasks that stop, and that loads are waited for', () => {
  const { items } = diff(({ sources }) => (sources['sales-db'] = { ...sources['sales-db'], ssl: 'none' }));
  expect(items).toEqual([
    expect.objectContaining({
      what: 'source',
      name: 'sales-db',
      changes: [{ class: 'stop-and-modify', sign: '~', text: 'ssl: require -> none' }],
      effects: [
        'sales/copy: task stops for about 5 minutes; no change is lost',
        'sales/live: task stops for about 5 minutes; no change is lost',
        'the deployment waits for loads in flight',
      ],
    }),
  ]);
});

test('a job that never ran has no task that a change could stop', () => {
  const known = { ...facts, tasks: new Map([['sales/copy', { runs: false }]]) };
  const edit = (name: string) => (config: SampleConfig) => {
    config.jobs[name] = { ...config.jobs[name], 'task-settings': { TargetMetadata: { LobMaxSize: 64 } } };
  };
  expect(diff(edit('live'), known)).toMatchObject({ class: 'live', items: [{ effects: [] }] });
  expect(diff(edit('copy'), known)).toMatchObject({ class: 'live', items: [{ effects: [] }] });
  const mode = ({ jobs }: SampleConfig) => (jobs['copy'] = { ...jobs['copy'], mode: 'full-load-and-cdc' });
  expect(diff(mode, known).class).toBe('new-task');
});

test('tags of the environment are one line, not one per job', () => {
  expect(lines(({ environment }) => (environment['tags'] = { team: 'data' }))).toEqual([
    '~ dev: tags: {} -> {"team":"data"}',
  ]);
});

test('tags that an endpoint gets name the tasks that stop, and those of a job without an own endpoint none', () => {
  const stopped = (job: string) => `sales/${job}: task stops for about 5 minutes; no change is lost`;
  const waits = 'the deployment waits for loads in flight';
  expect(diff(({ environment }) => (environment['tags'] = { team: 'data' }))).toMatchObject({
    class: 'stop-and-modify',
    items: [{ what: 'environment', effects: [stopped('changes'), stopped('copy'), stopped('live'), waits] }],
  });
  expect(diff(({ department }) => (department['tags'] = { team: 'shop' }))).toMatchObject({
    class: 'stop-and-modify',
    items: [{ what: 'department', effects: [stopped('changes'), stopped('live'), waits] }],
  });
  const jobTags =
    (job: string) =>
    ({ jobs }: SampleConfig) =>
      (jobs[job] = { ...jobs[job], tags: { team: 'shop' } });
  expect(diff(jobTags('live'))).toMatchObject({
    class: 'stop-and-modify',
    items: [{ effects: ['task stops for about 5 minutes; no change is lost'] }],
  });
  expect(diff(jobTags('copy'))).toMatchObject({ class: 'live', items: [{ effects: [] }] });
  expect(diff(jobTags('nightly'))).toMatchObject({ class: 'live', items: [{ effects: [waits] }] });
});

test('without the plan of the platform, departments are still compared', () => {
  const config = sampleConfig();
  const { departments } = planOfSample(config);
  config.instance['class'] = 'dms.r6i.large';
  tables('nightly', ['sales.customers', 'sales.stock'])(config);
  expect(diffPlans({ departments }, planOfSample(config), facts).items).toHaveLength(1);
});

test('a department that is gone from the files stays deployed', () => {
  const before = deployedPlan(planOfSample(sampleConfig()));
  const after = { ...planOfSample(sampleConfig()), departments: [] };
  expect(diffPlans(before, after, facts).items).toContainEqual(
    expect.objectContaining({ what: 'department', name: 'sales', change: 'removed', class: 'refused' }),
  );
});

test('a version that DMS raised by itself is never sent back down', () => {
  const raised = { ...facts, engineVersion: '3.7.0' };
  const steps = ['write engine-version: 3.7.0, or a newer one'];
  // Nothing is sent to DMS as long as the instance stays as it is.
  expect(diff(() => undefined, raised)).toMatchObject({ class: 'none', items: [{ effects: [], steps }] });
  const larger = diff(({ instance }) => (instance['class'] = 'dms.r6i.large'), raised);
  expect(larger).toMatchObject({ class: 'refused', items: [{ steps }] });
  const same = diff(({ instance }) => (instance['engine-version'] = '3.7.0'), raised);
  expect(same).toEqual({ class: 'none', items: [] });
  const newer = diff(({ instance }) => (instance['engine-version'] = '3.8.0'), raised);
  expect(newer.items[0]?.changes.map(({ text }) => text)).toEqual(['engine version: 3.7.0 -> 3.8.0']);
});

test('the address of the pages is a live change of the environment', () => {
  const set = ({ environment }: SampleConfig): void => {
    environment['console-url'] = 'https://lakeferry.example.com';
  };
  expect(lines(set)).toEqual([
    expect.stringMatching(
      /address of the pages that messages link to: none -> https:\/\/lakeferry\.example\.com\/$/,
    ),
  ]);
  expect(diff(set).class).toBe('live');
});

test('the boundary of roles is a live change, and another prefix of names makes a new environment', () => {
  const bounded = ({ environment }: SampleConfig): void => {
    environment['permissions-boundary'] = 'ServiceBoundary';
  };
  expect(lines(bounded)).toEqual(['~ dev: permissions boundary of all roles: none -> ServiceBoundary']);
  expect(diff(bounded).class).toBe('live');
  const { class: strongest, items } = diff(({ environment }) => (environment['name-prefix'] = 'acme'));
  expect(strongest).toBe('refused');
  expect(items[0]).toMatchObject({
    what: 'environment',
    changes: [{ class: 'refused', text: 'name prefix: none -> acme' }],
    steps: ['describe it as another environment, deploy that, and move the jobs'],
  });
});

test('a full load that follows changes from now on says when its task starts, and that its endpoint changes', () => {
  const [item] = diff(({ jobs }) => {
    jobs['nightly'] = { ...jobs['nightly'], mode: 'full-load-and-cdc' };
  }).items;
  expect(item?.changes.slice(0, 5).map(({ class: one, sign, text }) => `${one} ${sign} ${text}`)).toEqual([
    'live ~ mode: full-load -> full-load-and-cdc',
    'live + task that follows changes: first run at 02:00, or lakeferry start sales/nightly',
    'live ~ IncludeOpForFullLoad of the files: false -> true',
    'live ~ TimestampColumnName of the files: default -> dms_commit_timestamp',
    'live ~ UseTaskStartTimeForFullLoadTimestamp of the files: default -> true',
  ]);
  expect(item?.effects).toEqual(['the deployment waits for loads in flight']);
});

const format = (more: SampleConfig['environment']) =>
  edited('nightly', {
    format: { type: 'csv', compression: 'gzip', 'null-value': 'N', delimiter: ';', ...more },
  });

/** Optional settings of the files, and what their removal does. */
test.each<[string, SampleConfig['environment'], string]>([
  ['header', { header: false }, 'live: AddColumnName of the files: false -> true'],
  [
    'operation-column',
    { 'operation-column': true },
    'live: IncludeOpForFullLoad of the files: true -> false',
  ],
  ['delimiter', { delimiter: '|' }, 'live: CsvDelimiter of the files: | -> ;'],
  ['null-value', { 'null-value': '-' }, 'live: CsvNullValue of the files: - -> N'],
  ['compression', { compression: 'none' }, 'live: CompressionType of the files: none -> gzip'],
  [
    'timestamp-column',
    { 'timestamp-column': 'at' },
    'refused: TimestampColumnName of the files: at -> none, which the endpoint does not take',
  ],
])('a setting of files that is removed: %s', (_, setting, expected) => {
  const config = sampleConfig();
  format(setting)(config);
  const before = deployedPlan(planOfSample(config));
  format({})(config);
  const [item] = diffPlans(before, planOfSample(config), facts).items;
  expect(item?.changes.map(({ class: one, text }) => `${one}: ${text}`)).toEqual([expected]);
  expect(item?.steps).toEqual(
    item?.class === 'refused'
      ? [
          'remove the job sales/nightly from its file, and deploy, which deletes its endpoint',
          'write the job sales/nightly again, without timestamp-column, and deploy',
        ]
      : [],
  );
});

test('a batch interval that is removed returns to that of DMS, for which the task stops', () => {
  expect(diff(live({ format: { type: 'csv' } })).items).toMatchObject([
    {
      changes: [{ class: 'stop-and-modify', text: 'CdcMaxBatchInterval of the files: 10 -> default' }],
      effects: ['task stops for about 5 minutes; no change is lost'],
    },
  ]);
});

test('a job that loads only from now on says which column its files keep', () => {
  const [item] = diff(edited('live', { mode: 'full-load', format: 'csv' })).items;
  expect(item?.class).toBe('new-task');
  expect(item?.steps).toEqual([]);
  expect(item?.effects).toContain(
    'the endpoint keeps the timestamp column dms_commit_timestamp, because DMS has no value that removes it',
  );
});

/** Optional settings of a connection. What stays is named. */
test.each<[string, SampleConfig['environment'], string]>([
  ['ssl', { ssl: 'none' }, 'ssl: none -> require'],
  [
    'connection-attributes',
    { 'connection-attributes': { heartbeatEnable: true } },
    'connection attributes: heartbeatEnable=true -> none',
  ],
  [
    'certificate',
    { ssl: 'verify-full', certificate: 'arn:aws:dms:eu-west-1:123456789012:cert:A' },
    'certificate: arn:aws:dms:eu-west-1:123456789012:cert:A -> none; the old certificate stays on the endpoint, and is not used',
  ],
])('a setting of a connection that is removed: %s', (_, setting, expected) => {
  const config = sampleConfig();
  const plain = config.sources['sales-db'] ?? {};
  config.sources['sales-db'] = { ...plain, ...setting };
  const before = deployedPlan(planOfSample(config));
  config.sources['sales-db'] = plain;
  const [item] = diffPlans(before, planOfSample(config), facts).items;
  expect(item?.changes.map(({ text }) => text)).toContain(expected);
});

describe('a job that comes back, and still has its task', () => {
  const checkpointAt = '2026-11-21T10:00:00.000Z';
  const returned = (
    edit: (config: SampleConfig) => void,
    task: { readonly stoppedBy?: string; readonly checkpointAt?: string } = { checkpointAt },
    hasPlan = true,
  ) => {
    const config = sampleConfig();
    const former = planOfSample(config).departments[0]?.jobs.find(({ identity }) => identity.job === 'copy');
    if (former === undefined) throw new Error('the sample has the job');
    const all = { ...config.jobs };
    delete config.jobs['copy'];
    const before = deployedPlan(planOfSample(config));
    config.jobs = all;
    edit(config);
    const known = {
      ...facts,
      tasks: new Map([['sales/copy', { runs: false, ...task }]]),
      ...(hasPlan ? { formerJobs: new Map([['sales/copy', former]]) } : {}),
    };
    const [item] = diffPlans(before, planOfSample(config), known).items.filter(({ what }) => what === 'job');
    return item;
  };
  const back = '+ the job comes back, and still has its task';
  const lost = 'the replication slot goes with the task, and the changes in it would be lost';

  test.each<[string, (config: SampleConfig) => void, string, readonly string[], string]>([
    [
      'as it was',
      () => undefined,
      'live',
      [back],
      'its task continues at its checkpoint of 2026-11-21 10:00 UTC, within five minutes of the deployment',
    ],
    [
      'disabled',
      edited('copy', { enabled: false }),
      'live',
      [back],
      'its task continues at its checkpoint of 2026-11-21 10:00 UTC, once the job is enabled',
    ],
    [
      'with a table more',
      edited('copy', { tables: ['sales.returns', 'sales.stock'] }),
      'live',
      [back, '+ sales.stock: its changes, without a load'],
      'its task continues at its checkpoint of 2026-11-21 10:00 UTC, within five minutes of the deployment',
    ],
    [
      'with a load before',
      edited('copy', { mode: 'full-load-and-cdc' }),
      'new-task',
      [back, '~ mode: cdc -> full-load-and-cdc'],
      'needs a new task: all tables are loaded again',
    ],
    [
      'as a full load',
      edited('copy', { mode: 'full-load', schedule: 'cron(0 4 * * ? *)' }),
      'new-task',
      [back, '~ mode: cdc -> full-load'],
      'its task is deleted, and its tables are loaded whole: next load at 04:00',
    ],
    [
      'to the lake',
      edited('copy', { target: 'lake' }),
      'refused',
      [back, '~ target: backoffice -> lake'],
      lost,
    ],
  ])('%s', (_, edit, expected, texts, effect) => {
    const item = returned(edit);
    expect(item?.change).toBe('added');
    expect(item?.class).toBe(expected);
    expect(item?.changes.map(({ sign, text }) => `${sign} ${text}`)).toEqual(texts);
    expect(item?.effects[0]).toBe(effect);
    expect(item?.steps.length).toBe(expected === 'refused' ? 2 : 0);
  });

  test('a person who stopped it is named, and an unknown checkpoint or plan is not guessed', () => {
    expect(returned(() => undefined, { stoppedBy: 'ada@laptop' })?.effects).toEqual([
      'its task stays as ada@laptop stopped it: lakeferry start sales/copy continues at its checkpoint',
    ]);
    expect(returned(() => undefined, {}, false)?.effects).toEqual([
      'nobody knows with which plan its task ran: the next run continues it, replaces it or is refused',
    ]);
  });
});
