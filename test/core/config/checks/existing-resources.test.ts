import { loadConfig } from '../../../../core/config/load-config';
import { planMigrations } from '../../../../core/planning/plan-migrations';
import { connections, department, environment, now } from '../config-files';

const endpoint = (id: string, place = 'eu-west-1:123456789012') => `arn:aws:dms:${place}:endpoint:${id}`;
const instance = 'arn:aws:dms:eu-west-1:123456789012:rep:ERP';

/** An environment with an existing instance, and these connections. */
function withExisting(overrides: Readonly<Record<string, string>>, arn = instance) {
  const lines = Object.entries(overrides).map(([name, text]) => `  ${name}: ${text}\n`);
  const text = environment.text.replace(
    /replication-instance:.*\n(?:[ ]+.*\n)*/,
    `replication-instance: {arn: "${arn}", identifier: erp-migration}\n`,
  );
  return { ...environment, text: `${text}connections:\n${lines.join('')}` };
}

const load = (file: ReturnType<typeof withExisting>, ...departments: ReturnType<typeof department>[]) =>
  loadConfig([connections, file, ...(departments.length === 0 ? [department()] : departments)], now);

test('an instance and endpoints that exist are named in the plan, and everything else follows from the file', () => {
  const file = withExisting({
    'sales-db': `{endpoint: "${endpoint('SALES')}"}`,
    lake: `{endpoint: "${endpoint('FILES')}"}`,
  });
  const loaded = load(file);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const { environment: planned, sources, targets, departments } = planMigrations(loaded.config, 'test');
  expect(planned.replicationInstance).toEqual({ arn: instance, identifier: 'erp-migration' });
  // The account has them, or the instance would not exist.
  expect(planned.createDmsRoles).toBe(false);
  expect(sources.map(({ endpointArn }) => endpointArn)).toEqual([endpoint('SALES')]);
  expect(targets.map(({ endpointArn }) => endpointArn)).toEqual([endpoint('FILES')]);
  expect(departments[0]?.jobs.map(({ namedEndpoints }) => namedEndpoints)).toEqual([
    {
      source: { arn: endpoint('SALES'), engine: 'postgres', databaseName: 'sales' },
      target: { arn: endpoint('FILES') },
    },
  ]);
});

test.each([
  [{ 'sales-db': '{endpoint: SALES}' }, 'connections.sales-db.endpoint', 'is not the ARN of a DMS endpoint'],
  [
    { 'sales-db': `{endpoint: "${endpoint('SALES', 'us-east-1:123456789012')}"}` },
    'connections.sales-db.endpoint',
    'is out of reach of the environment "test", which is in eu-west-1',
  ],
  [
    { lake: `{endpoint: "${endpoint('FILES')}", database: x}` },
    'connections.lake.database',
    'is the lake, of which an environment can override the endpoint only',
  ],
])('%j is an error at %s', (overrides, path, message) => {
  expect(load(withExisting(overrides))).toMatchObject({
    problems: [
      { severity: 'error', path, line: expect.any(Number), message: expect.stringContaining(message) },
    ],
  });
});

test('an instance of another region is an error', () => {
  expect(
    load(withExisting({ 'sales-db': '{ssl: none}' }, instance.replace('eu-west-1', 'us-east-1'))),
  ).toMatchObject({
    problems: [{ path: 'replication-instance.arn', message: expect.stringContaining('out of reach') }],
  });
});

test('an instance needs its identifier, and has no size', () => {
  const text = environment.text.replace(
    /replication-instance:.*\n(?:[ ]+.*\n)*/,
    `replication-instance: {arn: "${instance}", class: dms.t3.medium}\n`,
  );
  const loaded = load({ ...environment, text });
  const problems = loaded.ok ? [] : loaded.problems.map(({ path, message }) => `${path}: ${message}`);
  expect(problems.join('\n')).toMatch(/replication-instance\.class: unknown key/);
  expect(problems.join('\n')).toMatch(/identifier.*missing/);
});

test('files in an existing bucket with a key are encrypted with it', () => {
  const key = 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
  const withBucket = (bucket: string) => {
    const text = `${environment.text}existing:\n  staging-bucket: ${bucket}\n`;
    const loaded = load({ ...environment, text });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    return planMigrations(loaded.config, 'test').departments[0]?.jobs[0]?.targetSettings;
  };
  expect(withBucket(`{name: acme-staging, kms-key: "${key}"}`)).toMatchObject({
    EncryptionMode: 'sse-kms',
    ServerSideEncryptionKmsKeyId: key,
  });
  // So that a key that is removed from the file is removed from the endpoint.
  expect(withBucket('{name: acme-staging}')).toMatchObject({ EncryptionMode: 'sse-s3' });
});

test.each([
  ['alerts-topic: "arn:aws:sns:us-east-1:123456789012:data-alerts"', 'existing.alerts-topic'],
  [
    'lake-bucket: {name: acme-lake, kms-key: "arn:aws:kms:us-east-1:123456789012:key/1234"}',
    'existing.lake-bucket.kms-key',
  ],
  ['staging-role: "arn:aws:iam::210987654321:role/dms-writes"', 'existing.staging-role'],
])('%s of another account or region is an error', (line, path) => {
  const text = `${environment.text}account: "123456789012"\nexisting:\n  ${line}\n`;
  expect(load({ ...environment, text })).toMatchObject({
    problems: [{ path, message: expect.stringContaining('is out of reach') }],
  });
});

test('a source needs no secret where its endpoint exists, and one where Lakeferry creates it', () => {
  const silent = { ...connections, text: connections.text.replace(', secret: lakeferry/sales-db', '') };
  const named = withExisting({ 'sales-db': `{endpoint: "${endpoint('SALES')}"}` });
  const loaded = loadConfig([silent, named, department()], now);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const { sources, departments } = planMigrations(loaded.config, 'test');
  expect([sources[0]?.secretName, departments[0]?.jobs[0]?.connection]).toEqual([
    undefined,
    { name: 'sales-db', engine: 'postgres', databaseName: 'sales', sslMode: 'verify-full' },
  ]);
  expect(loadConfig([silent, environment, department()], now)).toMatchObject({
    problems: [
      {
        path: 'sources.sales-db',
        severity: 'error',
        message: expect.stringContaining('"secret" is missing'),
      },
    ],
  });
});

test('the encryption of an existing endpoint is its owner’s', () => {
  const silent = { ...connections, text: connections.text.replace(', ssl: none', '') };
  const warnings = (file: typeof environment) => {
    const loaded = loadConfig([silent, file, department()], now);
    return loaded.ok ? loaded.warnings.map(({ message }) => message) : loaded.problems;
  };
  expect(warnings(environment)).toEqual(['the connection to this Oracle database is not encrypted']);
  expect(warnings(withExisting({ 'hr-db': `{endpoint: "${endpoint('HR')}"}` }))).toEqual([]);
});

test('two jobs cannot share an existing endpoint of the lake, and say so in the second', () => {
  const file = withExisting({ lake: `{endpoint: "${endpoint('FILES')}"}` });
  const twice = department();
  const [head = '', job = ''] = twice.text.split('jobs:\n');
  expect(
    load(file, { ...twice, text: `${head}jobs:\n${job}${job.replace('daily', 'hourly')}` }),
  ).toMatchObject({
    problems: expect.arrayContaining([
      expect.objectContaining({
        path: 'jobs[1].name',
        message: expect.stringContaining('the endpoint of "lake" is also that of'),
      }),
    ]),
  });
});

test('more endpoints and instances than fit into the policy of a role are an error', () => {
  const written = (count: number) => {
    const resources = Array.from({ length: count }, (_, index) =>
      index === 0
        ? `replication-instance: {arn: "${instance}", identifier: erp}`
        : `target-endpoint: "${endpoint(`files-${index}`)}"`,
    );
    const jobs = resources.map(
      (one, index) =>
        `  - {name: job${index}, mode: full-load, tables: [sales.orders], existing: {test: {${one}}}}\n`,
    );
    return { ...department(), text: department().text.replace(/jobs:.*/s, `jobs:\n${jobs.join('')}`) };
  };
  expect(loadConfig([connections, environment, written(30)], now)).toMatchObject({ ok: true });
  expect(loadConfig([connections, environment, written(31)], now)).toMatchObject({
    problems: [
      {
        path: 'environment',
        message: expect.stringContaining('name 30 existing endpoints and 1 existing instances'),
      },
    ],
  });
});
