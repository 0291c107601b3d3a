import { deployInSteps } from '../../helpers/changes/deploy-in-steps';
import { type SampleConfig, sampleConfig } from '../../helpers/changes/sample-config';

type Edit = (config: SampleConfig) => void;

const dms = (kind: string) => `arn:aws:dms:eu-west-1:123456789012:${kind}`;
const all = '; deploy everything with --all';
const ended = 'when the runs that began before have ended, ';
const docs = ': docs/deploying.md#remove-a-source-job-or-department has the steps';
const departmentsFirst = 'deploy each department with --exclusively, then everything with --all';
const othersFirst =
  'leave the environment as it is for now, and deploy everything else with --all, with the steps below';

const none: Edit = () => undefined;
const both =
  (...edits: readonly Edit[]): Edit =>
  (config) => {
    for (const edit of edits) edit(config);
  };

const job =
  (name: string, keys: Readonly<Record<string, unknown>>): Edit =>
  ({ jobs }) => {
    jobs[name] = JSON.parse(JSON.stringify({ ...jobs[name], ...keys }));
  };

const added =
  (name: string): Edit =>
  ({ sources }) => {
    sources[name] = { engine: 'postgres', database: 'shop', secret: `lakeferry/${name}` };
  };
const removed =
  (name: string): Edit =>
  ({ sources }) => {
    delete sources[name];
  };

const renamedSource: Edit = ({ sources, department }) => {
  sources['shop-db'] = sources['sales-db'] ?? {};
  delete sources['sales-db'];
  department['source'] = 'shop-db';
};
const renamedTarget: Edit = (config) => {
  config.targets['office'] = config.targets['backoffice'] ?? {};
  delete config.targets['backoffice'];
  job('copy', { target: 'office' })(config);
  config.loads['prices'] = { ...config.loads['prices'], target: 'office' };
};
const moved = both(
  ...['live', 'copy', 'nightly'].map((name) => job(name, { source: 'stock-db' })),
  ({ department }) => (department['source'] = 'stock-db'),
);
const ofJobs = (...names: readonly string[]): Edit =>
  both(...names.map((name) => job(name, { existing: { dev: { 'source-endpoint': dms('endpoint:A') } } })));
const withoutSecret: Edit = ({ sources }) => {
  delete sources['sales-db']?.['secret'];
};
const endpointOf =
  (kind: 'sources' | 'targets', name: string): Edit =>
  (config) =>
    Object.assign(config[kind][name] ?? {}, { endpoint: dms(`endpoint:${name}`) });
const instance: Edit = (config) => {
  config.instance = { arn: dms('rep:ERP'), identifier: 'erp' };
};
const stagingBucket: Edit = ({ environment }) => {
  environment['existing'] = { 'staging-bucket': { name: 'acme-staging' } };
};
const hr: Edit = (config) => {
  config.others = {
    hr: {
      department: { owner: 'hr@example.com', source: 'stock-db', target: 'lake' },
      jobs: { people: { mode: 'full-load', tables: ['stock.people'] } },
    },
  };
};
const withoutSales: Edit = (config) => (config.withoutSales = true);

/** Edits between two states of the files, and the steps for them. */
test.each<[string, Edit, Edit, readonly string[]]>([
  [
    'a source with another name',
    none,
    renamedSource,
    [
      `for now, keep the source sales-db in connections.yaml${all}`,
      `${ended}remove the source sales-db${all}`,
    ],
  ],
  [
    'a target with another name',
    none,
    renamedTarget,
    [
      `for now, keep the target backoffice in connections.yaml${all}`,
      `${ended}remove the target backoffice${all}`,
    ],
  ],
  [
    'a source and a target with other names',
    none,
    both(renamedSource, renamedTarget),
    [
      `for now, keep the source sales-db in connections.yaml; keep the target backoffice in connections.yaml${all}`,
      `${ended}remove the source sales-db; remove the target backoffice${all}`,
    ],
  ],
  ['all jobs of a source to another one', none, moved, []],
  ['all jobs of a source to a new one', none, both(added('shop-db'), job('copy', { source: 'shop-db' })), []],
  [
    'the same, and the source is removed',
    none,
    both(moved, removed('sales-db')),
    [
      `for now, keep the source sales-db in connections.yaml${all}`,
      `${ended}remove the source sales-db${all}`,
    ],
  ],
  ['a source that no job uses, new', none, added('shop-db'), []],
  ['a source that no job used, removed', none, removed('stock-db'), []],
  [
    'the first job of a source',
    none,
    job('stock', { mode: 'full-load', source: 'stock-db', tables: ['s.t'] }),
    [],
  ],
  ['the last job of a source', job('copy', { source: 'stock-db' }), none, []],
  [
    'the last job of a source, with the source',
    none,
    both(({ jobs }) => delete jobs['changes'], removed('hr-db')),
    [`for now, keep the source hr-db in connections.yaml${all}`, `${ended}remove the source hr-db${all}`],
  ],
  ['the last job of a target', none, ({ jobs }) => delete jobs['copy'], []],
  ['existing endpoints of all jobs of a source', none, ofJobs('live', 'copy', 'nightly'), []],
  ['its own endpoint for all jobs of a source', ofJobs('live', 'copy', 'nightly'), none, []],
  [
    'existing endpoints of all jobs, and no secret',
    none,
    both(ofJobs('live', 'copy', 'nightly'), withoutSecret),
    [
      `for now, keep the secret of the source sales-db${all}`,
      `${ended}remove the secret of the source sales-db${all}`,
    ],
  ],
  [
    'a secret, where all jobs name endpoints',
    both(ofJobs('live', 'copy', 'nightly'), withoutSecret),
    none,
    [],
  ],
  [
    'an existing endpoint of a source',
    none,
    endpointOf('sources', 'sales-db'),
    [
      `for now, leave the source sales-db as it is, and give its jobs existing: source-endpoint: ${dms('endpoint:sales-db')}${all}`,
      `${ended}give the source sales-db its endpoint, and its jobs none${all}`,
    ],
  ],
  [
    'an existing endpoint of a target',
    none,
    endpointOf('targets', 'backoffice'),
    [
      `for now, leave the target backoffice as it is, and give its jobs existing: target-endpoint: ${dms('endpoint:backoffice')}${all}`,
      `${ended}give the target backoffice its endpoint, and its jobs none${all}`,
    ],
  ],
  ['an endpoint of its own for a source', endpointOf('sources', 'sales-db'), none, []],
  ['an existing endpoint to another, of a source', ofJobs('live'), endpointOf('sources', 'stock-db'), []],
  [
    'another instance of a job',
    none,
    job('live', {
      existing: { dev: { 'replication-instance': { arn: dms('rep:ERP'), identifier: 'erp' } } },
    }),
    [],
  ],
  [
    'the instance of the environment for a job',
    job('live', {
      existing: { dev: { 'replication-instance': { arn: dms('rep:ERP'), identifier: 'erp' } } },
    }),
    none,
    [],
  ],
  [
    'an existing instance',
    none,
    instance,
    ['delete the tasks of CDC jobs with lakeferry stop --delete', departmentsFirst],
  ],
  ['an instance of its own', instance, none, []],
  ['an existing staging bucket', none, stagingBucket, [departmentsFirst]],
  ['a staging bucket of its own', stagingBucket, none, []],
  [
    'an existing staging bucket, and a new source',
    none,
    both(stagingBucket, added('shop-db'), job('copy', { source: 'shop-db' })),
    [othersFirst, departmentsFirst],
  ],
  [
    'an existing staging bucket, and a source with another name',
    none,
    both(stagingBucket, renamedSource),
    [
      othersFirst,
      `for now, keep the source sales-db in connections.yaml${all}`,
      `${ended}remove the source sales-db${all}`,
      departmentsFirst,
    ],
  ],
  ['a new department', none, hr, []],
  ['a department whose file is gone', hr, none, [`delete the stacks of hr${docs}`]],
  ['a department and its source', hr, removed('stock-db'), [`delete the stacks of hr${docs}`]],
  [
    'a department, its source, and a source with another name',
    hr,
    both(removed('stock-db'), renamedSource),
    [
      `delete the stacks of hr${docs}`,
      `for now, keep the source sales-db in connections.yaml${all}`,
      `${ended}remove the source sales-db${all}`,
    ],
  ],
  [
    'a department with another name',
    hr,
    both(hr, (config) => (config.others = { people: config.others?.['hr'] ?? { department: {}, jobs: {} } })),
    [`delete the stacks of hr${docs}`],
  ],
  [
    'a department, and an existing staging bucket',
    hr,
    stagingBucket,
    [`delete the stacks of hr${docs}`, departmentsFirst],
  ],
  [
    'the first department, whose file is gone',
    hr,
    both(hr, withoutSales),
    [`delete the stacks of sales${docs}`],
  ],
])('CloudFormation accepts each step that diff prints for: %s', (_, first, second, steps) => {
  const [before, after] = [sampleConfig(), sampleConfig()];
  first(before);
  second(after);
  const deployed = deployInSteps(before, after);
  expect(deployed.steps).toEqual(steps);
  const isAboutStacks = steps.some((step) => step.startsWith('for now') || step === departmentsFirst);
  if (steps.length === 0) expect(deployed.rejected).toBeUndefined();
  if (isAboutStacks) expect(deployed.rejected).toMatch(/^lakeferry-dev-platform: the export \S+ is in use$/);
  const departments = [...(after.withoutSales === true ? [] : ['sales']), ...Object.keys(after.others ?? {})];
  expect([...deployed.stacks].sort()).toEqual(
    ['platform', ...departments].map((name) => `lakeferry-dev-${name}`).sort(),
  );
});
