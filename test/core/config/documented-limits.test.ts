import { loadConfig } from '../../../core/config/load-config';
import type { ConfigFile } from '../../../core/config/reading/yaml-file';
import { connections, department, environment, now } from './config-files';

const databases = {
  ...connections,
  text: `${connections.text}  warehouse: {engine: postgres, database: wh, secret: lakeferry/warehouse}\n`,
};

/** Limit of AWS, DMS or PostgreSQL that a configuration can exceed. `files` writes a value of the given size. */
interface Limit {
  readonly what: string;
  readonly source: string;
  readonly most: number;
  readonly files: (size: number) => readonly ConfigFile[];
  readonly path: string;
}

const x = (size: number): string => 'x'.repeat(size);
const numbered = (size: number, one: (index: number) => string): string =>
  Array.from({ length: size }, (_, index) => one(index)).join(', ');
const job = (lines: Readonly<Record<string, string>>): readonly ConfigFile[] => [
  environment,
  department(lines),
];
const inDepartment = (text: string): readonly ConfigFile[] => {
  const file = department();
  return [environment, { ...file, text: `${text}\n${file.text}` }];
};
const owner = (text: string): readonly ConfigFile[] => {
  const file = department();
  return [environment, { ...file, text: file.text.replace('sales@example.com', text) }];
};
const inEnvironment = (change: (text: string) => string): readonly ConfigFile[] => [
  { ...environment, text: change(environment.text) },
  department(),
];
const load = (lines: string): readonly ConfigFile[] => {
  const file = department();
  return [
    environment,
    {
      ...file,
      text: `${file.text}loads:\n  - {name: l, target: warehouse, mode: append, null-token: "", ${lines}}\n`,
    },
  ];
};
const jobs = (count: number, mode: string, lines = ''): ConfigFile => ({
  path: 'config/departments/many.yaml',
  text: `department: many\nowner: o\nsource: sales-db\ntarget: lake\n${lines}jobs:\n${Array.from(
    { length: count },
    (_, index) => `  - {name: job${index}, mode: ${mode}, tables: [a.b]}`,
  ).join('\n')}\n`,
});
const raised = (quotas: string): ConfigFile => ({
  ...environment,
  text: `${environment.text}quotas: {${quotas}}\n`,
});
const database = { target: 'warehouse' };

const limits: readonly Limit[] = [
  {
    what: 'description of a job',
    source: 'API CreateSchedule',
    most: 512,
    files: (n) => job({ description: x(n) }),
    path: 'jobs[0].description',
  },
  {
    what: 'schedule',
    source: 'API CreateSchedule',
    most: 256,
    files: (n) =>
      job({ schedule: `"cron(${'0,'.repeat(Math.floor((n - 17) / 2))}${n % 2 === 0 ? 10 : 0} 2 * * ? *)"` }),
    path: 'jobs[0].schedule',
  },
  { what: 'owner', source: 'API Tag', most: 256, files: (n) => owner(x(n)), path: 'owner' },
  {
    what: 'key of a tag',
    source: 'Guide CHAP_Tagging',
    most: 128,
    files: (n) => job({ tags: `{${x(n)}: a}` }),
    path: 'jobs[0].tags',
  },
  {
    what: 'value of a tag',
    source: 'Guide CHAP_Tagging',
    most: 256,
    files: (n) => job({ tags: `{a: ${x(n)}}` }),
    path: 'jobs[0].tags.a',
  },
  {
    what: 'tags of a job, of which resources of DMS get six',
    source: 'Guide tag-editor, 50 per resource, less those of Lakeferry',
    most: 40,
    files: (n) => job({ tags: `{${numbered(n, (i) => `t${i}: a`)}}` }),
    path: 'jobs[0].tags',
  },
  {
    what: 'name of an environment',
    source: 'lakeferry',
    most: 16,
    files: (n) => inEnvironment((text) => text.replace('environment: test', `environment: ${x(n)}`)),
    path: 'environment',
  },
  {
    what: 'DMS requests per second',
    source: 'Guide CHAP_Limits',
    most: 8,
    files: (n) => inEnvironment((text) => `${text}dms: {requests-per-second: ${n}}\n`),
    path: 'dms.requests-per-second',
  },
  {
    what: 'name of a department',
    source: 'lakeferry',
    most: 40,
    files: (n) => [environment, department({}, x(n))],
    path: 'department',
  },
  {
    what: 'name of a job',
    source: 'API CreateSchedule',
    most: 60,
    files: (n) => job({ name: x(n) }),
    path: 'jobs[0].name',
  },
  {
    what: 'prefix in the lake',
    source: 'S3 guide, object-keys',
    most: 256,
    files: (n) => job({ lake: `{prefix: ${x(n)}}` }),
    path: 'jobs[0].lake.prefix',
  },
  {
    what: 'layout',
    source: 'S3 guide, object-keys',
    most: 512,
    files: (n) => job({ mode: 'cdc', tables: '[a.%]', lake: `{layout: "{schema}/{table}/${x(n - 17)}"}` }),
    path: 'jobs[0].lake.layout',
  },
  {
    what: 'key of a table in the lake',
    source: 'S3 guide, object-keys',
    most: 924,
    files: (n) => job({ lake: '{prefix: p}', tables: `[a.${x(n)}]` }),
    path: 'jobs[0].tables[0]',
  },
  {
    what: 'table in PostgreSQL',
    source: 'PostgreSQL',
    most: 63,
    files: (n) => job({ ...database, tables: `[a.${x(n)}]` }),
    path: 'jobs[0].tables[0]',
  },
  {
    what: 'schema in PostgreSQL',
    source: 'PostgreSQL',
    most: 63,
    files: (n) => job({ ...database, tables: `[${x(n)}.a]` }),
    path: 'jobs[0].tables[0]',
  },
  {
    what: 'table in PostgreSQL, in bytes',
    source: 'PostgreSQL',
    most: 31,
    files: (n) => job({ ...database, tables: `[a.${'ü'.repeat(n)}]` }),
    path: 'jobs[0].tables[0]',
  },
  {
    what: 'rename in PostgreSQL',
    source: 'PostgreSQL',
    most: 63,
    files: (n) => job({ ...database, tables: `[{table: a.b, rename: ${x(n)}}]` }),
    path: 'jobs[0].tables[0]',
  },
  {
    what: 'target-schema',
    source: 'PostgreSQL',
    most: 63,
    files: (n) => job({ ...database, 'target-schema': x(n) }),
    path: 'jobs[0].target-schema',
  },
  {
    what: 'target-schema in bytes',
    source: 'PostgreSQL',
    most: 31,
    files: (n) => job({ ...database, 'target-schema': 'é'.repeat(n) }),
    path: 'jobs[0].target-schema',
  },
  {
    what: 'table of a load',
    source: 'PostgreSQL',
    most: 63,
    files: (n) => load(`table: a.${x(n)}, columns: [a]`),
    path: 'loads[0].table',
  },
  {
    what: 'column of a load, in bytes',
    source: 'PostgreSQL',
    most: 21,
    files: (n) => load(`table: a.b, columns: [${'€'.repeat(n)}]`),
    path: 'loads[0].columns[0]',
  },
  {
    what: 'columns of a load',
    source: 'lakeferry',
    most: 1000,
    files: (n) => load(`table: a.b, columns: [${numbered(n, (i) => `c${i}`)}]`),
    path: 'loads[0].columns',
  },
  {
    what: 'inbox',
    source: 'S3 guide, object-keys',
    most: 768,
    files: (n) => load(`table: a.b, columns: [a], inbox: ${x(n - 1)}/`),
    path: 'loads[0].inbox',
  },
  {
    what: 'timestamp column',
    source: 'Glue API reference',
    most: 255,
    files: (n) => job({ format: `{type: csv, timestamp-column: ${x(n)}}` }),
    path: 'jobs[0].format.timestamp-column',
  },
  {
    what: 'load-order',
    source: 'mapping pages',
    most: 2_147_483_647,
    files: (n) => job({ tables: `[{table: a.b, load-order: ${n}}]` }),
    path: 'jobs[0].tables[0].load-order',
  },
  {
    what: 'segments',
    source: 'TaskSettings page',
    most: 49,
    files: (n) => job({ tables: `[{table: a.b, parallel: {segments: ${n}}}]` }),
    path: 'jobs[0].tables[0].parallel.segments',
  },
  {
    what: 'tables loaded at once',
    source: 'TaskSettings page',
    most: 49,
    files: (n) => job({ 'task-settings': `{FullLoadSettings: {MaxFullLoadSubTasks: ${n}}}` }),
    path: 'jobs[0].task-settings.FullLoadSettings.MaxFullLoadSubTasks',
  },
  {
    what: 'CommitRate',
    source: 'TaskSettings page',
    most: 50_000,
    files: (n) => job({ 'task-settings': `{FullLoadSettings: {CommitRate: ${n}}}` }),
    path: 'jobs[0].task-settings.FullLoadSettings.CommitRate',
  },
  {
    what: 'LobMaxSize',
    source: 'Guide CHAP_Tasks.LOBSupport',
    most: 102_400,
    files: (n) => job({ 'task-settings': `{TargetMetadata: {LobMaxSize: ${n}}}` }),
    path: 'jobs[0].task-settings.TargetMetadata.LobMaxSize',
  },
  {
    what: 'StatementCacheSize',
    source: 'TaskSettings page',
    most: 200,
    files: (n) => job({ 'task-settings': `{ChangeProcessingTuning: {StatementCacheSize: ${n}}}` }),
    path: 'jobs[0].task-settings.ChangeProcessingTuning.StatementCacheSize',
  },
  {
    what: 'storage of the instance',
    source: 'API CreateReplicationInstance',
    most: 6144,
    files: (n) => inEnvironment((text) => text.replace('storage-gib: 50', `storage-gib: ${n}`)),
    path: 'replication-instance.storage-gib',
  },
  {
    what: 'subnets',
    source: 'Guide CHAP_Limits',
    most: 60,
    files: (n) =>
      inEnvironment((text) =>
        text.replace(
          '{cidr: 10.1.0.0/16}',
          `{vpc-id: vpc-a1b2c3d4, cidr: 10.0.0.0/16, private-subnets: [${numbered(n, (i) => `{id: subnet-a1b2c${100 + i}, zone: eu-west-1${i % 2 === 0 ? 'a' : 'b'}}`)}]}`,
        ),
      ),
    path: 'network.private-subnets',
  },
  {
    what: 'smallest range of a VPC',
    source: 'VPC guide',
    most: 27,
    files: (n) => inEnvironment((text) => text.replace('/16', `/${n}`)),
    path: 'network.cidr',
  },
  {
    what: 'name of a slot',
    source: 'PostgreSQL',
    most: 63,
    files: (n) => [
      environment,
      department(),
      {
        ...databases,
        text: databases.text.replace(
          'secret: lakeferry/sales-db',
          `secret: lakeferry/sales-db, connection-attributes: {slotName: ${x(n)}}`,
        ),
      },
    ],
    path: 'sources.sales-db.connection-attributes.slotName',
  },
  {
    what: 'name of a secret',
    source: 'API CreateSecret',
    most: 512,
    files: (n) => [
      environment,
      department(),
      { ...databases, text: databases.text.replace('lakeferry/sales-db', x(n)) },
    ],
    path: 'sources.sales-db.secret',
  },
  {
    what: 'table mappings',
    source: 'mapping pages',
    most: 8237,
    files: (n) => job({ tables: `[${numbered(n, (i) => `a.${x(100)}${1000 + i}`)}]` }),
    path: 'jobs[0].tables',
  },
  {
    what: 'endpoints of an instance',
    source: 'Guide CHAP_Limits',
    most: 99,
    files: (n) => [environment, jobs(n, 'full-load')],
    path: 'quotas',
  },
  {
    what: 'endpoints of an instance with a raised quota',
    source: 'Guide CHAP_Limits',
    most: 109,
    files: (n) => [raised('endpoints-per-instance: 110'), jobs(n, 'full-load')],
    path: 'quotas',
  },
  {
    what: 'tasks of an instance',
    source: 'Guide CHAP_Limits',
    most: 150,
    files: (n) => [raised('endpoints-per-instance: 500, tasks-per-instance: 150'), jobs(n, 'cdc')],
    path: 'quotas',
  },
  {
    what: 'resources of a stack',
    source: 'CloudFormation guide, cloudformation-limits',
    most: 246,
    files: (n) => [
      raised('endpoints-per-instance: 500, tasks-per-instance: 500'),
      jobs(n, 'full-load', 'lake: {catalogue: true}\n'),
    ],
    path: 'department',
  },
];

function problems(files: readonly ConfigFile[]) {
  const written = files.some(({ path }) => path === databases.path) ? files : [databases, ...files];
  const loaded = loadConfig([...written], now);
  return (loaded.ok ? [] : loaded.problems).filter(({ severity }) => severity === 'error');
}

test.each(limits)(
  '$what: $most pass, one more is an error with its place and a fix ($source)',
  ({ most, files, path }) => {
    expect(problems(files(most))).toEqual([]);
    const over = problems(files(most + 1)).filter((problem) => problem.path.startsWith(path));
    expect(over).toHaveLength(1);
    const [problem] = over;
    expect(problem?.line).toBeGreaterThan(0);
    expect(problem?.column).toBeGreaterThan(0);
    expect(`${problem?.hint ?? ''}${problem?.message ?? ''}`).toMatch(
      /remove|keep|write|use |split|shorten|ask AWS|at most/,
    );
  },
);

test.each<[string, readonly ConfigFile[], string, string]>([
  ['an owner with parentheses', owner('Sales (Anna)'), 'owner', 'is not the value of a tag'],
  ['an owner with a comma', owner('"Anna, Ben"'), 'owner', 'is not the value of a tag'],
  [
    'tag keys that differ by case',
    inDepartment('tags: {Cost: a, cost: b}'),
    'tags',
    'IAM does not distinguish upper and lower case',
  ],
  ...[
    '192.168.0.0/24',
    '192.168.0.0/16',
    '192.168.0.128/25',
    '127.0.0.0/16',
    '169.254.0.0/16',
    '224.0.0.0/16',
    '0.0.0.0/16',
  ].map((cidr): [string, readonly ConfigFile[], string, string] => [
    cidr,
    inEnvironment((text) => text.replace('10.1.0.0/16', cidr)),
    'network.cidr',
    'contains addresses of',
  ]),
  ...[
    'dms.t3.xlarge',
    'dms.r5.48xlarge',
    'dms.c6i.48xlarge',
    'dms.c7i.32xlarge',
    'dms.c5.small',
    'dms.r5.18xlarge',
  ].map((type): [string, readonly ConfigFile[], string, string] => [
    type,
    inEnvironment((text) => text.replace('dms.t3.medium', type)),
    'replication-instance.class',
    'is not an instance class of DMS',
  ]),
])('%s is an error', (_, files, path, message) => {
  expect(problems(files)).toMatchObject([{ path, message: expect.stringContaining(message) }]);
});

test.each([
  'dms.t3.micro',
  'dms.c5.large',
  'dms.c5.18xlarge',
  'dms.r5.24xlarge',
  'dms.c6i.32xlarge',
  'dms.c7i.48xlarge',
  'dms.r7i.xlarge',
])('%s is an instance class', (type) => {
  expect(problems(inEnvironment((text) => text.replace('dms.t3.medium', type)))).toEqual([]);
});

test('a database target needs one endpoint for all its jobs', () => {
  const many = jobs(150, 'full-load')
    .text.replace('target: lake', 'target: warehouse')
    .replace(/\[a\.b\]/g, '[a.b]');
  const distinct = many.replace(
    /name: job(\d+), mode: full-load, tables: \[a\.b\]/g,
    'name: job$1, mode: full-load, tables: [a.b$1]',
  );
  expect(problems([environment, { path: 'config/departments/many.yaml', text: distinct }])).toEqual([]);
});
