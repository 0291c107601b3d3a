import { diffPlans } from '../../../core/changes/diff-plans';
import type { KnownFacts } from '../../../core/changes/known-facts';
import type { Plan } from '../../../core/planning/plan';
import { rejections } from '../../helpers/changes/observe-stacks';
import {
  deployedPlan,
  planOfSample,
  type SampleConfig,
  sampleConfig,
} from '../../helpers/changes/sample-config';

const facts: KnownFacts = { now: new Date('2026-11-21T12:00:00Z'), rows: new Map() };
const arn = (kind: string) => `arn:aws:dms:eu-west-1:123456789012:${kind}`;

type Edit = (config: SampleConfig) => void;

const source: (id: string) => Edit =
  (id) =>
  ({ sources }) =>
    Object.assign(sources['sales-db'] ?? {}, { endpoint: arn(`endpoint:${id}`) });
const files: (id: string) => Edit =
  (id) =>
  ({ targets, jobs }) => {
    targets['files'] = { engine: 's3', endpoint: arn(`endpoint:${id}`) };
    Object.assign(jobs['live'] ?? {}, { target: 'files' });
  };
const instance: (id: string) => Edit = (id) => (config) => {
  config.instance = { arn: arn(`rep:${id}`), identifier: id.toLowerCase() };
};
const nothing: Edit = () => undefined;
const erp = { arn: arn('rep:ERP'), identifier: 'erp' };
/** The same existing resources for `live` and `nightly`. */
const jobs: (resources: SampleConfig['instance']) => Edit = (resources) => (config) => {
  for (const name of ['live', 'nightly'])
    Object.assign(config.jobs[name] ?? {}, { existing: { dev: resources } });
};

function planWith(edit: Edit): Plan {
  const config = sampleConfig();
  edit(config);
  return planOfSample(config);
}

function changes(first: Edit, second: Edit, tasks?: KnownFacts['tasks']) {
  const [before, after] = [planWith(first), planWith(second)];
  const items = diffPlans(
    deployedPlan(before),
    after,
    tasks === undefined ? facts : { ...facts, tasks },
  ).items;
  const texts = items.flatMap((item) => item.changes.map((one) => `${item.name} ${one.class}: ${one.text}`));
  return { texts, isRejected: () => rejections(before, after).length > 0 };
}

/** The answer of CloudFormation, where it is about a database: the others have no exports. */
test.each<[string, Edit, Edit, boolean | undefined, readonly string[]]>([
  [
    'its own source endpoint to an existing one',
    nothing,
    source('A'),
    true,
    [
      `sales-db refused: endpoint: one of its own -> ${arn('endpoint:A')}`,
      `sales/copy refused: source endpoint: one of its own -> ${arn('endpoint:A')}`,
      `sales/live new-task: source endpoint: one of its own -> ${arn('endpoint:A')}`,
      `sales/nightly live: source endpoint: one of its own -> ${arn('endpoint:A')}`,
    ],
  ],
  [
    'an existing source endpoint to another',
    source('A'),
    source('B'),
    false,
    [
      `sales-db live: endpoint: ${arn('endpoint:A')} -> ${arn('endpoint:B')}`,
      `sales/copy refused: source endpoint: ${arn('endpoint:A')} -> ${arn('endpoint:B')}`,
      `sales/live new-task: source endpoint: ${arn('endpoint:A')} -> ${arn('endpoint:B')}`,
      `sales/nightly live: source endpoint: ${arn('endpoint:A')} -> ${arn('endpoint:B')}`,
    ],
  ],
  [
    'its own staging endpoint to an existing one',
    nothing,
    files('A'),
    undefined,
    [
      `files live: the endpoint ${arn('endpoint:A')}`,
      `sales/live refused: target endpoint: one of its own -> ${arn('endpoint:A')}`,
      'sales/live none: target: lake -> files',
    ],
  ],
  [
    'an existing endpoint of the lake to another',
    files('A'),
    files('B'),
    undefined,
    [
      `files live: endpoint: ${arn('endpoint:A')} -> ${arn('endpoint:B')}`,
      `sales/live new-task: target endpoint: ${arn('endpoint:A')} -> ${arn('endpoint:B')}`,
    ],
  ],
  [
    'its own instance to an existing one',
    nothing,
    instance('ERP'),
    undefined,
    [
      `dev refused: replication instance: one of its own -> erp (${arn('rep:ERP')})`,
      'dev live: account-wide roles of DMS: true -> false',
    ],
  ],
  [
    'an existing instance to another',
    instance('ERP'),
    instance('CRM'),
    undefined,
    [`dev stop-and-modify: replication instance: erp (${arn('rep:ERP')}) -> crm (${arn('rep:CRM')})`],
  ],
  [
    'the instance of the environment to one of the job',
    nothing,
    jobs({ 'replication-instance': erp }),
    false,
    [
      `sales/live stop-and-modify: replication instance: that of the environment -> erp (${arn('rep:ERP')})`,
      `sales/nightly live: replication instance: that of the environment -> erp (${arn('rep:ERP')})`,
    ],
  ],
  [
    'an instance of the job to that of the environment, which has the same ARN',
    jobs({ 'replication-instance': erp }),
    instance('ERP'),
    undefined,
    [
      `dev refused: replication instance: one of its own -> erp (${arn('rep:ERP')})`,
      'dev live: account-wide roles of DMS: true -> false',
    ],
  ],
  [
    'the instance of a job to that of the environment',
    jobs({ 'replication-instance': erp }),
    nothing,
    false,
    [
      `sales/live stop-and-modify: replication instance: erp (${arn('rep:ERP')}) -> that of the environment`,
      `sales/nightly live: replication instance: erp (${arn('rep:ERP')}) -> that of the environment`,
    ],
  ],
  [
    'the instance of a job to that of the environment, while another job names one',
    jobs({ 'replication-instance': erp }),
    (config) => {
      jobs({ 'replication-instance': erp })(config);
      delete config.jobs['live']?.['existing'];
    },
    false,
    [`sales/live stop-and-modify: replication instance: erp (${arn('rep:ERP')}) -> that of the environment`],
  ],
  [
    'an existing source endpoint to its own',
    source('A'),
    nothing,
    false,
    [
      `sales-db live: endpoint: ${arn('endpoint:A')} -> one of its own`,
      `sales/copy refused: source endpoint: ${arn('endpoint:A')} -> one of its own`,
      `sales/live new-task: source endpoint: ${arn('endpoint:A')} -> one of its own`,
      `sales/nightly live: source endpoint: ${arn('endpoint:A')} -> one of its own`,
    ],
  ],
  [
    'another limit of the instance of a job',
    jobs({ 'replication-instance': erp }),
    jobs({ 'replication-instance': { ...erp, 'max-concurrent-runs': 2 } }),
    false,
    [
      'sales/live live: runs at the same time: 2 of the instance',
      'sales/nightly live: runs at the same time: 2 of the instance',
    ],
  ],
  [
    'the wrong identifier of the instance of a job to the right one',
    jobs({ 'replication-instance': erp }),
    jobs({ 'replication-instance': { ...erp, identifier: 'erp-2' } }),
    false,
    [
      'sales/live live: identifier of its instance: erp -> erp-2',
      'sales/nightly live: identifier of its instance: erp -> erp-2',
    ],
  ],
  [
    'its own source endpoint to existing ones of all its jobs',
    nothing,
    (config) => {
      for (const name of ['live', 'copy', 'nightly'])
        Object.assign(config.jobs[name] ?? {}, {
          existing: { dev: { 'source-endpoint': arn('endpoint:A') } },
        });
    },
    false,
    [
      `sales/copy refused: source endpoint: one of its own -> ${arn('endpoint:A')}`,
      `sales/live new-task: source endpoint: one of its own -> ${arn('endpoint:A')}`,
      `sales/nightly live: source endpoint: one of its own -> ${arn('endpoint:A')}`,
    ],
  ],
])('from %s', (_, first, second, isRejected, expected) => {
  const found = changes(first, second);
  expect(found.texts).toEqual(expected);
  if (isRejected !== undefined) expect(found.isRejected()).toBe(isRejected);
});

test('without tasks, only what CloudFormation rejects is refused', () => {
  const none = new Map();
  expect(changes(source('A'), source('B'), none).texts.filter((text) => !text.includes(' live: '))).toEqual(
    [],
  );
  expect(changes(files('A'), files('B'), none).texts.filter((text) => !text.includes(' live: '))).toEqual([]);
  expect(changes(instance('ERP'), instance('CRM'), none).texts).toEqual([
    expect.stringContaining('dev live: replication instance: erp'),
  ]);
});

test('a format of the job that changes is to be set on its existing endpoint, and stops nothing', () => {
  const gzip: Edit = (config) => {
    files('A')(config);
    Object.assign(config.jobs['live'] ?? {}, {
      format: { type: 'csv', compression: 'gzip', 'batch-interval': '10s' },
    });
  };
  expect(changes(files('A'), gzip).texts).toEqual([
    'sales/live live: CompressionType of the files, to set on the existing endpoint: none -> gzip',
  ]);
});

test('the secret and the database of a source with an existing endpoint concern its checks only', () => {
  const other: Edit = (config) => {
    source('A')(config);
    Object.assign(config.sources['sales-db'] ?? {}, { secret: 'lakeferry/other' });
  };
  expect(changes(source('A'), other).texts).toEqual([
    'sales-db live: secret: lakeferry/sales-db -> lakeferry/other',
  ]);
});

const inVpc: (group: string) => Edit = (group) => (config) => {
  config.environment['network'] = {
    'vpc-id': 'vpc-0a1b2c3d4e5f60718',
    cidr: '10.40.0.0/16',
    'private-subnets': [
      { id: 'subnet-0a1b2c3d', zone: 'eu-west-1a' },
      { id: 'subnet-1a2b3c4d', zone: 'eu-west-1b' },
    ],
    'security-group': group,
  };
};

test('another security group changes Lakeferry’s own instance, so it names the tasks that stop', () => {
  const tasks = new Map([['sales/live', { runs: true }]]);
  const [before, after] = [planWith(inVpc('sg-0a1b2c3d')), planWith(inVpc('sg-1a2b3c4d'))];
  const [item] = diffPlans(deployedPlan(before), after, { ...facts, tasks }).items;
  expect(item).toMatchObject({
    class: 'stop-and-modify',
    effects: expect.arrayContaining([expect.stringMatching(/^sales\/live: task stops for about 15 minutes/)]),
  });
});

test('a larger instance stops only the tasks that run on it', () => {
  const existing: (config: SampleConfig, names: readonly string[]) => void = (config, names) => {
    for (const name of names)
      Object.assign(config.jobs[name] ?? {}, { existing: { dev: { 'replication-instance': erp } } });
  };
  const effectsOf = (names: readonly string[]) => {
    const before = planWith((config) => existing(config, names));
    const after = planWith((config) => {
      existing(config, names);
      config.instance['class'] = 'dms.r6i.large';
    });
    const [item] = diffPlans(deployedPlan(before), after, facts).items;
    return [item?.class, ...(item?.effects ?? []).map((text) => text.split(':')[0])];
  };
  expect(effectsOf(['live'])).toEqual([
    'stop-and-modify',
    'sales/changes',
    'sales/copy',
    'the deployment waits for loads in flight',
  ]);
  expect(effectsOf(['live', 'changes', 'copy', 'nightly'])).toEqual(['live']);
});

test('another security group leaves an existing instance as it is', () => {
  const tasks = new Map([['sales/live', { runs: true }]]);
  const both =
    (group: string): Edit =>
    (config) => {
      instance('A')(config);
      inVpc(group)(config);
    };
  expect(changes(both('sg-0a1b2c3d'), both('sg-1a2b3c4d'), tasks).texts).toEqual([
    'dev live: security group of the instance and the functions: sg-1a2b3c4d',
  ]);
});

const staging: (key?: string) => Edit = (key) => (config) => {
  config.environment['existing'] = {
    'staging-bucket': { name: 'acme-staging', ...(key === undefined ? {} : { 'kms-key': key }) },
  };
};
const key = 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';

test.each<[string, string | undefined, string | undefined, object]>([
  [
    'that gets a key is refused for each job with an endpoint of its own',
    undefined,
    key,
    {
      class: 'refused',
      steps: [
        'remove the job sales/nightly from its file, and deploy, which deletes its endpoint',
        'write the job sales/nightly again, and deploy',
      ],
    },
  ],
  ['that loses its key is not refused', key, undefined, { class: 'live', steps: [] }],
])('a staging bucket %s', (_, was, is, expected) => {
  const { items } = diffPlans(deployedPlan(planWith(staging(was))), planWith(staging(is)), facts);
  expect(items.find(({ name }) => name === 'sales/nightly')).toMatchObject(expected);
});
