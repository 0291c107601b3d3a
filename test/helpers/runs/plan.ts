import type { SourcePlan } from '../../../core/planning/connection-plan';
import type { JobPlan } from '../../../core/planning/job-plan';
import type { DepartmentPlan, EnvironmentPlan, Plan } from '../../../core/planning/plan';

/** A small, whole plan: two departments, three jobs, of which one is disabled and one has no schedule. */
export function samplePlan(over: Partial<Plan> = {}): Plan {
  return {
    version: 1,
    environment: sampleEnvironment(),
    sources: [sampleSource({ name: 'hr-db', databaseName: 'hr' }), sampleSource()],
    targets: [{ name: 'lake', engine: 's3' }],
    departments: [
      sampleDepartment({
        name: 'hr',
        owner: 'hr-data@example.com',
        jobs: [
          sampleJob(
            { department: 'hr', job: 'people-nightly', tables: ['EMPLOYEES', 'SALARIES'] },
            { source: 'hr-db' },
          ),
        ],
      }),
      sampleDepartment(),
    ],
    ...over,
  };
}

export function sampleEnvironment(over: Partial<EnvironmentPlan> = {}): EnvironmentPlan {
  return {
    name: 'dev',
    region: 'eu-west-1',
    network: { kind: 'new', cidr: '10.40.0.0/22' },
    replicationInstance: { class: 'dms.t3.medium', storageGiB: 50, multiAz: false, engineVersion: '3.6.1' },
    createDmsRoles: true,
    onDelete: 'destroy',
    historyRetentionDays: 400,
    dmsRequestsPerSecond: 6.4,
    stagingRetentionDays: 14,
    lakeOldVersionsDays: 30,
    tags: { 'cost-centre': '4711' },
    ...over,
  };
}

export function sampleSource(over: Partial<SourcePlan> = {}): SourcePlan & { readonly secretName: string } {
  const name = over.name ?? 'sales-db';
  const { secretName = `lakeferry/${name}`, ...others } = over;
  return {
    name,
    engine: 'postgres',
    secretName,
    databaseName: 'sales',
    sslMode: 'require',
    endpointIdentifier: `dev-${name}`,
    extraConnectionAttributes: '',
    ...others,
  };
}

export function sampleDepartment(over: Partial<DepartmentPlan> = {}): DepartmentPlan {
  return {
    name: 'sales',
    owner: 'sales-data@example.com',
    tags: {},
    jobs: [
      sampleJob({ department: 'sales', job: 'orders-daily', tables: ['orders', 'order_items'] }),
      sampleJob(
        { department: 'sales', job: 'reviews-on-demand', tables: ['reviews'] },
        {
          schedule: undefined,
          targetSettings: { DataFormat: 'csv', CompressionType: 'none', CsvNullValue: '\\N' },
        },
      ),
      sampleJob({ department: 'sales', job: 'web-events', tables: ['web_events'] }, { enabled: false }),
    ],
    ...over,
  };
}

interface JobNames {
  readonly department: string;
  readonly job: string;
  readonly tables: readonly string[];
  readonly environment?: string;
}

type JobOverrides = { readonly [K in keyof JobPlan]?: JobPlan[K] | undefined };

/** A job of the department's schema, which bears the department's name. `schedule: undefined` makes it on demand. */
export function sampleJob(names: JobNames, over: JobOverrides = {}): JobPlan {
  const { department, job, tables, environment = 'dev' } = names;
  const { schedule, description, ...rest } = { schedule: daily, description: undefined, ...over };
  const plan: JobPlan = {
    identity: {
      environment,
      department,
      job,
      key: `${department}/${job}`,
      slug: `${environment}-${department}-${job}`,
    },
    mode: 'full-load',
    enabled: true,
    source: 'sales-db',
    target: 'lake',
    targetEngine: 's3',
    maxDurationSeconds: 4 * 3600,
    tableMappings: { rules: tables.map((table, index) => includeRule(department, table, index)) },
    taskSettings: {
      TargetMetadata: { SupportLobs: true, LimitedSizeLobMode: true, LobMaxSize: 64 },
      FullLoadSettings: { TargetTablePrepMode: 'DROP_AND_CREATE', MaxFullLoadSubTasks: 8 },
      ErrorBehavior: { FailOnNoTablesCaptured: true, TableErrorPolicy: 'SUSPEND_TABLE' },
      Logging: { EnableLogging: true },
    },
    targetSettings: { DataFormat: 'parquet', CompressionType: 'gzip', ParquetTimestampInMillisecond: true },
    stagingFolder: `${department}/${job}`,
    expectedTables: tables.map((table) => ({
      schema: department,
      table,
      targetSchema: department,
      targetTable: table,
    })),
    tablePatterns: [],
    allowTableErrors: false,
    tags: {},
    publishing: publishingOf(`${department}/${job}`, over.mode ?? 'full-load'),
    ...withoutUndefined(rest),
  };
  return {
    ...plan,
    ...(schedule === undefined ? {} : { schedule }),
    ...(description === undefined ? {} : { description }),
  };
}

/** As the plan has it where nothing is said. */
function publishingOf(prefix: string, mode: JobPlan['mode']): JobPlan['publishing'] {
  if (mode === 'full-load') return { kind: 'snapshot', prefix, lowerCase: false, keep: 7 };
  const layout = '{schema}/{table}/year={year}/month={month}/day={day}/hour={hour}';
  return { kind: 'arrival', prefix, lowerCase: false, layout, timeZone: 'UTC', partitionBy: 'arrival' };
}

const daily = { expression: 'cron(0 2 * * ? *)', timeZone: 'Europe/Vienna' };

function includeRule(schema: string, table: string, index: number) {
  const id = String(index + 1);
  return {
    'rule-type': 'selection',
    'rule-id': id,
    'rule-name': id,
    'object-locator': { 'schema-name': schema, 'table-name': table.replaceAll('_', '[_]') },
    'rule-action': 'include',
  };
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> };
function withoutUndefined(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined));
}
