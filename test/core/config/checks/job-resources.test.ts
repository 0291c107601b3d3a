import { loadConfig } from '../../../../core/config/load-config';
import { showProblem } from '../../../../core/config/reading/problem';
import { planMigrations } from '../../../../core/planning/plan-migrations';
import { connections, department, environment, now } from '../config-files';

const arn = (kind: string, place = 'eu-west-1:123456789012') => `arn:aws:dms:${place}:${kind}`;
const erp = { arn: arn('rep:ERP'), identifier: 'erp-migration' };
const source = arn('endpoint:SALES');
const files = arn('endpoint:FILES');
const other = {
  path: 'config/environments/other.yaml',
  text: environment.text.replace(': test', ': other'),
};
const instanceText = (limit = '') => `{arn: "${erp.arn}", identifier: ${erp.identifier}${limit}}`;
const named = `{replication-instance: ${instanceText()}, source-endpoint: "${source}", target-endpoint: "${files}"}`;

function problems(...all: Parameters<typeof loadConfig>[0]): readonly string[] {
  const loaded = loadConfig(all, now);
  return loaded.ok ? [] : loaded.problems.map(showProblem);
}

const job = (existing: string, lines = {}) => department({ existing, ...lines });
const load = (existing: string, ...more: Parameters<typeof loadConfig>[0]) =>
  problems(connections, environment, job(existing), ...more);

test('a job that names its instance and endpoints has them in the plan, before those of its connections and environment', () => {
  const withOthers = {
    ...connections,
    text: connections.text.replace(
      'secret: lakeferry/sales-db}',
      `endpoint: "${arn('endpoint:SHARED')}", replication-instance: {arn: "${arn('rep:SHARED')}", identifier: shared, max-concurrent-runs: 3}}`,
    ),
  };
  const own = job(`{test: ${named}}`);
  const loaded = loadConfig([withOthers, environment, own, department({}, 'hr')], now);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const jobs = planMigrations(loaded.config, 'test').departments.flatMap((one) => one.jobs);
  expect(
    jobs.map(({ replicationInstance, namedEndpoints, concurrency, dmsVersion }) => ({
      replicationInstance,
      source: namedEndpoints?.source?.arn,
      target: namedEndpoints?.target?.arn,
      concurrency,
      dmsVersion,
    })),
  ).toEqual([
    {
      replicationInstance: { arn: arn('rep:SHARED'), identifier: 'shared' },
      source: arn('endpoint:SHARED'),
      target: undefined,
      concurrency: { replicationInstance: 3 },
      dmsVersion: undefined,
    },
    { replicationInstance: erp, source, target: files, concurrency: undefined, dmsVersion: undefined },
  ]);
});

test('in an environment with none, and on the environment’s own existing instance, a job has nothing of its own', () => {
  const onExisting = {
    ...other,
    text: other.text.replace(/replication-instance:.*/, `replication-instance: ${instanceText()}`),
  };
  const onlyInstance = job(`{test: none, other: {replication-instance: ${instanceText()}}}`);
  const loaded = loadConfig([connections, environment, onExisting, onlyInstance], now);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  for (const name of ['test', 'other']) {
    const [planned] = planMigrations(loaded.config, name).departments.flatMap(({ jobs }) => jobs);
    expect([planned?.replicationInstance, planned?.namedEndpoints]).toEqual([undefined, undefined]);
  }
});

test.each([
  [
    '{test: {}}',
    /sales.yaml:10:\d+ error: this names nothing for the environment "test" \(write replication-instance, /,
  ],
  ['{test: yes}', /sales.yaml:10:\d+ error: "yes" is neither none nor a mapping with/],
  ['{test: {source-endpoint: SALES}}', /sales.yaml:10:\d+ error: .*is not the ARN of a DMS endpoint/],
  [`{test: {replication-instance: {arn: "${erp.arn}"}}}`, /sales.yaml:10:\d+ error: .*identifier/],
  [
    `{test: {target-endpoint: "${arn('endpoint:A', 'us-east-1:123456789012')}"}}`,
    /sales.yaml:10:\d+ error: .*endpoint:A" is out of reach of the environment "test", which is in eu-west-1 \(write the ARN of a resource in the account and region of test\)/,
  ],
  [
    `{test: {replication-instance: {arn: "${arn('rep:A', 'us-east-1:123456789012')}", identifier: a}}}`,
    /sales.yaml:10:\d+ error: .*rep:A" is out of reach/,
  ],
  ['{tset: none}', /sales.yaml:10:\d+ error: "tset" is not an environment \(did you mean "test"\?\)/],
  [
    '{}',
    /sales.yaml:10:\d+ error: "existing" has nothing for the environment "test", in which the job is deployed too \(write "test: none" to/,
  ],
  [
    `{test: {source-endpoint: "${source}", target-endpoint: "${source}"}}`,
    /sales.yaml:10:\d+ error: the target endpoint is also that of the source "sales-db"/,
  ],
])('existing: %s is refused', (existing, message) => {
  const found = load(existing);
  expect(found).toContainEqual(expect.stringMatching(message));
  // No message is repeated in other words.
  if (!existing.includes('tset')) expect(found).toHaveLength(1);
});

test('an environment that a job leaves out is an error, once per job', () => {
  expect(load(`{test: ${named}}`, other)).toEqual([
    expect.stringMatching(/sales.yaml:10:\d+ error: "existing" has nothing for the environment "other"/),
  ]);
  expect(load(`{test: ${named}, other: none}`, other)).toEqual([]);
});

test('two jobs cannot share an existing endpoint of the lake that they name themselves', () => {
  const two = job(`{test: {target-endpoint: "${files}"}}`);
  const hourly = `  - {name: hourly, mode: full-load, tables: [sales.items], existing: {test: {target-endpoint: "${files}"}}}\n`;
  expect(problems(connections, environment, { ...two, text: `${two.text}${hourly}` })).toEqual([
    expect.stringMatching(
      /sales.yaml:11:\d+ error: the target endpoint is also that of sales\/daily: .* for one job/,
    ),
  ]);
});

test('the lake needs no endpoint in connections.yaml, and the source no secret, where all its jobs name theirs', () => {
  const silent = { ...connections, text: connections.text.replace(', secret: lakeferry/sales-db', '') };
  expect(problems(silent, environment, job(`{test: ${named}}`))).toEqual([]);
  expect(problems(silent, environment, job(`{test: ${named}}`), department({}, 'hr'))).toEqual([
    expect.stringContaining('"secret" is missing'),
  ]);
});

test('the encryption of endpoints that all jobs of a connection name is their owners’', () => {
  const silent = { ...connections, text: connections.text.replace(', ssl: none', '') };
  const warnings = (...files: Parameters<typeof loadConfig>[0]) => {
    const loaded = loadConfig([silent, environment, ...files], now);
    return loaded.ok ? loaded.warnings.map(({ message }) => message) : loaded.problems;
  };
  const own = job(`{test: {source-endpoint: "${arn('endpoint:HR')}"}}`, { source: 'hr-db' });
  expect(warnings(own)).toEqual([]);
  expect(warnings(own, department({ source: 'hr-db' }, 'hr'))).toEqual([
    'the connection to this Oracle database is not encrypted',
  ]);
});

test('jobs on an instance of their own count for its quotas, and not for those of the environment', () => {
  const few = { ...environment, text: `${environment.text}quotas: {tasks-per-instance: 1}\n` };
  const on = (name: string) =>
    department(
      {
        mode: 'cdc',
        existing: `{test: {replication-instance: {arn: "${arn(`rep:${name}`)}", identifier: ${name}}}}`,
      },
      name,
    );
  const plain = department({ mode: 'cdc' }, 'plain');
  expect(problems(connections, few, on('crm'), on('erp'), plain)).toEqual([]);
  const two = on('erp');
  const other = {
    ...two,
    text: two.text.replaceAll('department: erp', 'department: erp-2'),
    path: 'config/departments/erp-2.yaml',
  };
  expect(problems(connections, few, two, other, plain)).toEqual([
    expect.stringContaining(
      '"test" needs 2 continuous tasks (cdc) on the replication instance erp, DMS allows 1',
    ),
  ]);
});

test('resources of jobs are in one account, also where the file of the environment does not say which', () => {
  const elsewhere = `{test: {source-endpoint: "${arn('endpoint:HR', 'eu-west-1:999999999999')}"}}`;
  const hr = department({ existing: elsewhere }, 'hr');
  const message =
    /hr.yaml:10:\d+ error: .*endpoint:HR" is in another account than "arn:.*123456789012:endpoint:SALES", and .*"test"/;
  expect(load(`{test: {source-endpoint: "${source}"}}`, hr)).toEqual([expect.stringMatching(message)]);
  const ofSource = {
    ...connections,
    text: connections.text.replace(
      'secret: lakeferry/sales-db}',
      `secret: a, endpoint: "${source}", replication-instance: {arn: "${arn('rep:A', 'eu-west-1:999999999999')}", identifier: a}}`,
    ),
  };
  expect(problems(ofSource, environment, department())).toEqual([
    expect.stringMatching(/connections.yaml:3:\d+ error: .*rep:A" is in another account/),
  ]);
});

test('an instance that two places name has one identifier and one limit', () => {
  const hr = department(
    {
      existing: `{test: {replication-instance: {arn: "${erp.arn}", identifier: crm, max-concurrent-runs: 2}}}`,
    },
    'hr',
  );
  expect(problems(connections, environment, job(`{test: ${named}}`), hr)).toEqual([
    expect.stringMatching(/hr.yaml:10:|sales.yaml:10:/),
    expect.stringContaining('max-concurrent-runs of'),
  ]);
});

test('the lake of an environment takes no instance, and another target neither', () => {
  const file = {
    ...environment,
    text: `${environment.text}connections:\n  lake: {replication-instance: ${instanceText()}}\n`,
  };
  expect(problems(connections, file, department())).toEqual([
    expect.stringContaining('is the lake, of which an environment can override the endpoint only'),
  ]);
  const database = {
    ...connections,
    text: `${connections.text}  back: {engine: postgres, database: b, secret: lakeferry/back}\n`,
  };
  const ofTarget = { ...file, text: file.text.replace('  lake:', '  back:') };
  expect(problems(database, ofTarget, department())).toEqual([
    expect.stringMatching(
      /test.yaml:7:\d+ error: "replication-instance" is a key of sources, and "back" is a target/,
    ),
  ]);
});
