import { explainJob } from '../../../../application/configuration/explain/explain-job';
import { explainLoad } from '../../../../application/configuration/explain/explain-load';
import { loadConfig } from '../../../../core/config/load-config';
import { planMigrations } from '../../../../core/planning/plan-migrations';
import { connections, environment, now } from '../../../core/config/config-files';

const sales = {
  path: 'config/departments/sales.yaml',
  text: `department: sales
owner: sales@example.com
source: sales-db
target: lake
time-zone: Europe/Vienna
lake:
  keep: 3
jobs:
  - name: daily
    mode: full-load
    schedule: cron(0 4 * * ? *)
    lake: {catalogue: true}
    task-settings:
      TargetMetadata:
        LobMaxSize: 64
    tables: [sales.orders]
`,
};
const override = {
  ...environment,
  text: `${environment.text}notify: {policy: failures}\nconnections:\n  sales-db: {secret: lakeferry/test}\nconsole-url: https://pages.example.com\nname-prefix: acme\nexisting: {lake-bucket: {name: acme-lake}}\n`,
};

test('each setting has the place that it comes from, the nearest first, or is a default', () => {
  const files = [connections, override, sales];
  const loaded = loadConfig(files, now);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const plan = planMigrations(loaded.config, 'test');
  const [job] = plan.departments.flatMap(({ jobs }) => jobs);
  if (job === undefined) throw new Error('the sample has a job');
  const explained = new Map(
    explainJob(files, plan, job).map(({ group, key, value, file, line }) => [
      ['source', 'target'].includes(group) ? `${job[group === 'source' ? 'source' : 'target']}: ${key}` : key,
      `${value} ${file === undefined ? 'default' : `${file.split('/').at(-1)}:${line}`}`,
    ]),
  );
  const shown = (key: string): string | undefined => explained.get(key);
  expect(shown('mode')).toBe('full-load sales.yaml:10');
  expect(shown('source')).toBe('sales-db sales.yaml:3');
  expect(shown('time-zone')).toBe('Europe/Vienna sales.yaml:5');
  expect(shown('lake.keep')).toBe('3 sales.yaml:7');
  expect(shown('lake.catalogue')).toBe('true sales.yaml:12');
  expect(shown('lake.prefix')).toBe('sales/daily default');
  expect(shown('enabled')).toBe('true default');
  expect(shown('max-duration')).toBe('24h default');
  expect(shown('task-settings.TargetMetadata.LobMaxSize')).toBe('64 sales.yaml:15');
  expect(shown('task-settings.TargetMetadata.SupportLobs')).toBe('true default');
  expect(shown('notify.policy')).toBe('failures test.yaml:6');
  expect(shown('console-url')).toBe('https://pages.example.com/ test.yaml:9');
  expect(shown('name-prefix')).toBe('acme test.yaml:10');
  expect(shown('permissions-boundary')).toBe('none default');
  expect(shown('replication-instance.class')).toBe('dms.t3.medium test.yaml:5');
  expect(shown('existing.lake-bucket.name')).toBe('acme-lake test.yaml:11');
  expect(shown('existing.staging-bucket.name')).toBe('created by Lakeferry default');
  expect(shown('existing.staging-bucket.kms-key')).toBeUndefined();
  expect(shown('sales-db: secret')).toBe('lakeferry/test test.yaml:8');
  expect(shown('sales-db: database')).toBe('sales connections.yaml:3');
  expect(shown('sales-db: ssl of checks')).toBe('verify-full default');
});

test('a setting that the job cannot use is shown where a file has it', () => {
  const written = {
    ...sales,
    text: sales.text
      .replace('[sales.orders]', '[{table: sales.orders, parallel: {segments: 4}}, sales.notes]')
      .replace('    tables:', '    format: {type: csv, compression: gzip}\n    tables:')
      .replace('  keep: 3', '  partitions: day'),
  };
  const files = [connections, override, written];
  const loaded = loadConfig(files, now);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const plan = planMigrations(loaded.config, 'test');
  const [job] = plan.departments.flatMap(({ jobs }) => jobs);
  if (job === undefined) throw new Error('the sample has a job');
  const shown = explainJob(files, plan, job)
    .filter(({ key, file }) => file !== undefined && /^(format\.|lake\.|tables)/.test(key))
    .map(({ group, key, value, line }) => [group, key, value, line]);
  expect(shown).toEqual([
    ['job', 'tables', '2 entries; sales.orders in segments (4, first column of its key)', 17],
    ['lake', 'lake.layout', 'day', 7],
    ['lake', 'lake.catalogue', 'true', 12],
    ['endpoint', 'format.type', 'csv', 16],
    ['endpoint', 'format.compression', 'gzip', 16],
  ]);
});

test('an existing endpoint has the place that names it, of a source and of the lake', () => {
  const endpoint = (id: string) => `arn:aws:dms:eu-west-1:123456789012:endpoint:${id}`;
  const named = {
    ...environment,
    text: `${environment.text}connections:\n  sales-db: {endpoint: "${endpoint('SALES')}"}\n`,
  };
  const written = {
    ...connections,
    text: connections.text.replace('{engine: s3}', `{engine: s3, endpoint: "${endpoint('FILES')}"}`),
  };
  const files = [written, named, sales];
  const loaded = loadConfig(files, now);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const plan = planMigrations(loaded.config, 'test');
  const [job] = plan.departments.flatMap(({ jobs }) => jobs);
  if (job === undefined) throw new Error('the sample has a job');
  const endpoints = explainJob(files, plan, job).filter(({ key }) => key === 'endpoint');
  expect(
    endpoints.map(({ group, value, file, line }) => [group, value, file?.split('/').at(-1), line]),
  ).toEqual([
    ['source', endpoint('SALES'), 'test.yaml', 7],
    ['target', endpoint('FILES'), 'connections.yaml', 6],
  ]);
});

test('existing resources that a job names have the place in its file, and those of a source in its own', () => {
  const arn = (kind: string) => `arn:aws:dms:eu-west-1:123456789012:${kind}`;
  const instance = (id: string) => `replication-instance: {arn: "${arn(`rep:${id}`)}", identifier: ${id}}`;
  const limited = instance('shared').replace('}', ', max-concurrent-runs: 3}');
  const settingsWith = (existing: string) => {
    const files = [
      {
        ...connections,
        text: connections.text.replace('secret: lakeferry/sales-db', `secret: x, ${limited}`),
      },
      environment,
      { ...sales, text: sales.text.replace('    tables:', `    existing: ${existing}\n    tables:`) },
    ];
    const loaded = loadConfig(files, now);
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    const plan = planMigrations(loaded.config, 'test');
    const [job] = plan.departments.flatMap(({ jobs }) => jobs);
    if (job === undefined) throw new Error('the sample has a job');
    return explainJob(files, plan, job);
  };
  const explained = (existing: string) =>
    settingsWith(existing)
      .filter(
        ({ group, key, file }) =>
          file !== undefined && (group === 'replication-instance' || key === 'endpoint'),
      )
      .map(({ group, key, value, file, line }) => [`${group} ${key}`, value, file?.split('/').at(-1), line]);
  expect(explained(`{test: {${instance('own')}, target-endpoint: "${arn('endpoint:FILES')}"}}`)).toEqual([
    ['target endpoint', arn('endpoint:FILES'), 'sales.yaml', 16],
    ['replication-instance replication-instance.arn', arn('rep:own'), 'sales.yaml', 16],
    ['replication-instance replication-instance.identifier', 'own', 'sales.yaml', 16],
  ]);
  expect(explained('{test: none}')).toEqual([
    ['replication-instance replication-instance.arn', arn('rep:shared'), 'connections.yaml', 3],
    ['replication-instance replication-instance.identifier', 'shared', 'connections.yaml', 3],
    ['replication-instance replication-instance.max-concurrent-runs', '3', 'connections.yaml', 3],
  ]);
  // The job's own instance has no limit: that of the source's instance is another.
  expect(settingsWith(`{test: {${instance('own')}}}`)).toContainEqual({
    group: 'replication-instance',
    key: 'replication-instance.max-concurrent-runs',
    value: 'no limit',
  });
});

test('settings of a load have places and defaults too', () => {
  const written = {
    ...sales,
    text: `${sales.text}loads:
  - name: prices
    target: shop
    table: public.prices
    mode: replace
    null-token: ""
    columns: [id, {name: price, header: Preis}]
    notify: {policy: always}
`,
  };
  const target = '  shop: {engine: postgres, database: shop, secret: lakeferry/shop}\n';
  const files = [{ ...connections, text: `${connections.text}${target}` }, override, written];
  const loaded = loadConfig(files, now);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const [load] = planMigrations(loaded.config, 'test').departments.flatMap(({ loads = [] }) => loads);
  if (load === undefined) throw new Error('the sample has a load');
  const shown = explainLoad(files, load).map(
    ({ key, value, line }) => `${key} ${value} ${line ?? 'default'}`,
  );
  expect(shown).toEqual([
    'description none default',
    'target shop 19',
    'inbox sales/prices/ default',
    'table public.prices 20',
    'columns id, price 23',
    'header true default',
    'delimiter , default',
    'quote " default',
    'null-token  22',
    'encoding utf-8 default',
    'date-style ymd default',
    'mode replace 21',
    'create-table never default',
    'on-bad-rows fail default',
    'allow-empty false default',
    'notify.policy always 24',
    'notify.channels email default',
    'method copy default',
  ]);
});
