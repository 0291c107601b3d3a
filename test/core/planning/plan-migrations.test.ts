import fc from 'fast-check';
import { loadConfig } from '../../../core/config/load-config';
import type { JobPlan } from '../../../core/planning/job-plan';
import { planMigrations } from '../../../core/planning/plan-migrations';
import { parentOf } from '../../../core/tables/partition-parents';
import { matchesPattern } from '../../../core/tables/table-pattern';
import { readConfigFolder } from '../../../infra/read-config-folder';
import { connections, department, environment, load, now } from '../config/config-files';

function planOf(lines: Readonly<Record<string, string>>): JobPlan {
  const loaded = load(department(lines));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const job = planMigrations(loaded.config, 'test').departments[0]?.jobs[0];
  if (job === undefined) throw new Error('no job was planned');
  return job;
}

function samples() {
  const loaded = loadConfig(readConfigFolder('config'), now);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.config;
}

test('planning twice gives the same bytes, whatever the order of the files', () => {
  const files = readConfigFolder('config');
  const plans = [files, files.toReversed()].map((order) => {
    const loaded = loadConfig(order, now);
    return loaded.ok ? JSON.stringify(planMigrations(loaded.config, 'prod')) : '';
  });
  expect(plans[0]).toBe(plans[1]);
  expect(plans[0]).toBe(JSON.stringify(JSON.parse(plans[0] ?? '')));
});

test('an environment that is not there is named with the one that was meant', () => {
  expect(() => planMigrations(samples(), 'prd')).toThrow('"prd" is not an environment: did you mean "prod"?');
});

test('an environment uses 6.4 DMS requests per second, or its own share', () => {
  const rateOf = (lines: string): number => {
    const loaded = loadConfig([connections, { ...environment, text: `${environment.text}${lines}` }], now);
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    return planMigrations(loaded.config, 'test').environment.dmsRequestsPerSecond;
  };
  expect(rateOf('')).toBe(6.4);
  expect(rateOf('dms: {}\n')).toBe(6.4);
  expect(rateOf('dms: {requests-per-second: 3}\n')).toBe(3);
});

test('partitions of Oracle are not asked of the database that stands in for it', () => {
  const hr = department({ tables: '[{table: HR.T, partitions: auto}]', source: 'hr-db' });
  const rulesIn = (text: string): string => {
    const loaded = loadConfig([connections, { ...environment, text }, hr], now);
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    return JSON.stringify(planMigrations(loaded.config, 'test').departments[0]?.jobs[0]?.tableMappings);
  };
  expect(rulesIn(environment.text)).toContain('partitions-auto');
  const standIn = 'connections: {hr-db: {engine: postgres, ssl: none}}\n';
  expect(rulesIn(`${environment.text}${standIn}`)).not.toContain('partitions-auto');
});

test('an environment overrides its sources, and Oracle gets an SSL mode that it has', () => {
  const hr = (name: string) =>
    planMigrations(samples(), name).sources.find((source) => source.name === 'hr-db');
  expect(hr('local')).toEqual({
    name: 'hr-db',
    engine: 'postgres',
    secretName: 'lakeferry/hr-db',
    databaseName: 'hr',
    sslMode: 'none',
    endpointIdentifier: 'lakeferry-local-hr-db',
    extraConnectionAttributes: '',
  });
  expect(hr('prod')).toMatchObject({ engine: 'oracle', databaseName: 'HRPROD', sslMode: 'none' });
});

test('connection attributes become DMS’s key=value text, the environment’s over the connection’s', () => {
  const base = {
    ...connections,
    text: connections.text.replace('ssl: none}', 'ssl: none, connection-attributes: {a: 1, b: x}}'),
  };
  const override = {
    ...environment,
    text: `${environment.text}connections:\n  hr-db: {connection-attributes: {b: y}}\n`,
  };
  const loaded = loadConfig([base, override, department({ source: 'hr-db' })], now);
  expect(loaded.ok && planMigrations(loaded.config, 'test').sources[0]?.extraConnectionAttributes).toBe(
    'a=1;b=y',
  );
});

test('a certificate makes Oracle verify; where an environment does without SSL, it is left out', () => {
  const arn = 'arn:aws:dms:eu-west-1:123456789012:cert:HRPROD';
  const certified = { ...connections, text: connections.text.replace('ssl: none', `certificate: "${arn}"`) };
  const source = (overrides: string) => {
    const other = { ...environment, text: `${environment.text}${overrides}` };
    const loaded = loadConfig([certified, other, department({ source: 'hr-db' })], now);
    return loaded.ok ? planMigrations(loaded.config, 'test').sources[0] : undefined;
  };
  expect(source('')).toMatchObject({ sslMode: 'verify-ca', certificateArn: arn });
  expect(source('connections: {hr-db: {ssl: none}}\n')).toMatchObject({ sslMode: 'none' });
  expect(source('connections: {hr-db: {ssl: none}}\n')).not.toHaveProperty('certificateArn');
});

test('an existing network is planned with its subnets and their zones in one order', () => {
  const network =
    '{vpc-id: vpc-a1b2c3d4, cidr: 10.0.0.0/16, private-subnets: [{id: subnet-a1b2c3d4, zone: eu-west-1a}, ' +
    '{id: subnet-b1b2c3d4, zone: eu-west-1b}]}';
  const other = { ...environment, text: environment.text.replace('{cidr: 10.1.0.0/16}', network) };
  const loaded = loadConfig([connections, other], now);
  expect(loaded.ok && planMigrations(loaded.config, 'test').environment.network).toEqual({
    kind: 'existing',
    vpcId: 'vpc-a1b2c3d4',
    cidr: '10.0.0.0/16',
    privateSubnetIds: ['subnet-a1b2c3d4', 'subnet-b1b2c3d4'],
    availabilityZones: ['eu-west-1a', 'eu-west-1b'],
  });
});

test('a job is planned whole, with defaults for what it does not say', () => {
  expect(planOf({})).toMatchObject({
    identity: { key: 'sales/daily' },
    mode: 'full-load',
    enabled: true,
    source: 'sales-db',
    target: 'lake',
    maxDurationSeconds: 86_400,
    stagingFolder: 'sales/daily',
    expectedTables: [{ schema: 'sales', table: 'orders', targetSchema: 'sales', targetTable: 'orders' }],
    tablePatterns: [],
    allowTableErrors: false,
    tags: {},
  });
  expect(planOf({})).not.toHaveProperty('schedule');
  expect(planOf({ schedule: 'cron(0 2 * * ? *)', 'max-duration': '90m', enabled: 'false' })).toMatchObject({
    schedule: { expression: 'cron(0 2 * * ? *)', timeZone: 'UTC' },
    maxDurationSeconds: 5400,
    enabled: false,
  });
});

test('defaults are safe: failures show, LOBs have a size, files of yesterday go', () => {
  const { taskSettings } = planOf({});
  expect(taskSettings).toMatchObject({
    TargetMetadata: {
      LimitedSizeLobMode: true,
      FullLobMode: false,
      LobMaxSize: 32,
      BatchApplyEnabled: false,
    },
    FullLoadSettings: { TargetTablePrepMode: 'DROP_AND_CREATE' },
    Logging: { EnableLogging: true },
    ErrorBehavior: { FailOnNoTablesCaptured: true, TableErrorPolicy: 'SUSPEND_TABLE' },
  });
  expect(JSON.stringify(taskSettings)).not.toContain('CloudWatch');
});

test('changes keep what is staged and carry operation and commit time', () => {
  expect(planOf({ mode: 'cdc' })).toMatchObject({
    taskSettings: {
      FullLoadSettings: { TargetTablePrepMode: 'DO_NOTHING' },
      ChangeProcessingDdlHandlingPolicy: {
        HandleSourceTableTruncated: false,
        HandleSourceTableDropped: false,
      },
    },
    targetSettings: { IncludeOpForFullLoad: true, TimestampColumnName: 'dms_commit_timestamp' },
  });
});

test('a job’s task settings lie over the defaults key by key', () => {
  const job = planOf({
    'task-settings': '{TargetMetadata: {LobMaxSize: 512}, Logging: {LogComponents: []}}',
  });
  expect(job.taskSettings).toMatchObject({
    TargetMetadata: { LobMaxSize: 512, LimitedSizeLobMode: true },
    Logging: { EnableLogging: true, LogComponents: [] },
  });
});

test.each<[string, object]>([
  [
    'parquet',
    {
      DataFormat: 'parquet',
      CompressionType: 'none',
      ParquetTimestampInMillisecond: true,
      IncludeOpForFullLoad: false,
    },
  ],
  [
    'csv',
    {
      DataFormat: 'csv',
      CompressionType: 'none',
      CsvDelimiter: ',',
      CsvRowDelimiter: '\\n',
      CsvNullValue: '\\N',
      Rfc4180: true,
      AddColumnName: true,
      IncludeOpForFullLoad: false,
    },
  ],
  [
    '{type: parquet, compression: gzip, timestamp-column: loaded_at, operation-column: true}',
    {
      DataFormat: 'parquet',
      CompressionType: 'gzip',
      ParquetTimestampInMillisecond: true,
      IncludeOpForFullLoad: true,
      TimestampColumnName: 'loaded_at',
    },
  ],
])('the format %s: what is absent is not set', (format, settings) => {
  expect(planOf({ format }).targetSettings).toEqual(settings);
});

test('any legal table name survives into valid JSON and selects itself only', () => {
  const anyName = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(anyName, anyName, (schema, table) => {
      const { tableMappings, expectedTables } = planOf({
        tables: JSON.stringify([{ schema, table, match: 'exact' }]),
      });
      expect(expectedTables).toEqual([{ schema, table, targetSchema: schema, targetTable: table }]);
      expect(JSON.parse(JSON.stringify(tableMappings))).toEqual(tableMappings);
      const { rules } = JSON.parse(JSON.stringify(tableMappings));
      expect(matchesPattern(rules[0]['object-locator']['schema-name'], schema)).toBe(true);
      expect(matchesPattern(rules[0]['object-locator']['table-name'], table)).toBe(true);
      expect(matchesPattern(rules[0]['object-locator']['table-name'], `${table}x`)).toBe(false);
    }),
    { numRuns: 100 },
  );
});

describe('jobs that follow changes', () => {
  test('every job names the source that is looked at, verified where nobody wrote otherwise', () => {
    for (const mode of ['full-load', 'cdc'])
      expect(planOf({ mode }).connection).toEqual({
        name: 'sales-db',
        engine: 'postgres',
        secretName: 'lakeferry/sales-db',
        databaseName: 'sales',
        sslMode: 'verify-full',
      });
  });

  test('have a replication plan, and full loads have none', () => {
    expect(planOf({ mode: 'cdc' }).replication).toEqual({
      startFrom: { kind: 'now' },
      maxLatencySeconds: 900,
      resumeLimit: 5,
    });
    const job = planOf({
      mode: 'cdc',
      source: 'hr-db',
      'start-from': '{position: 4AF/B00000D0}',
      'max-latency': '2h',
      'resume-limit': '0',
    });
    expect(job.replication).toMatchObject({
      startFrom: { kind: 'position', position: '4AF/B00000D0' },
      maxLatencySeconds: 7200,
      resumeLimit: 0,
    });
    expect(planOf({ mode: 'full-load' })).not.toHaveProperty('replication');
  });

  test.each(['cdc', 'full-load-and-cdc'])('%s writes operation and commit time, and no TRUNCATE', (mode) => {
    const { targetSettings, taskSettings } = planOf({ mode });
    expect(targetSettings).toMatchObject({
      IncludeOpForFullLoad: true,
      TimestampColumnName: 'dms_commit_timestamp',
    });
    expect(taskSettings).toMatchObject({
      ChangeProcessingDdlHandlingPolicy: {
        HandleSourceTableDropped: false,
        HandleSourceTableTruncated: false,
      },
    });
  });
});

test('the plan excludes a parent that an entry for its partitions selects too, and has its partitions', () => {
  const plan = (tables: string) => planOf({ mode: 'cdc', tables });
  const parent = { schema: 'sales', table: 'orders' };
  const excluded = (job: JobPlan) =>
    (Array.isArray(job.tableMappings['rules']) ? job.tableMappings['rules'] : []).flatMap((rule) =>
      JSON.stringify(rule).includes('"exclude"') ? [JSON.stringify(rule)] : [],
    );
  const wide = plan('[{table: sales.orders%, partitions-of: sales.orders}]');
  expect(wide.partitions).toEqual([{ schema: 'sales', table: 'orders%', parent }]);
  expect(excluded(wide)).toEqual([expect.stringContaining('"table-name":"orders"')]);
  expect(excluded(plan('[{table: "sales.orders[_]%", partitions-of: sales.orders}]'))).toEqual([]);
  expect(excluded(plan('[sales.%, {table: "sales.orders[_]%", partitions-of: sales.orders}]'))).toHaveLength(
    1,
  );
  expect(
    excluded(
      plan('[{table: sales.orders%, partitions-of: sales.orders}, {table: sales.orders, exclude: true}]'),
    ),
  ).toHaveLength(1);
  // An entry for exactly one table decides for it.
  const mixed = plan('[sales.orders_notes, {table: "sales.orders[_]%", partitions-of: sales.orders}]');
  expect(['orders_2026', 'orders_notes'].map((table) => parentOf(mixed, { schema: 'sales', table }))).toEqual(
    [parent, undefined],
  );
});
