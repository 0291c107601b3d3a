import { loadConfig } from '../../../core/config/load-config';
import { showProblem } from '../../../core/config/reading/problem';
import { readConfigFolder } from '../../../infra/read-config-folder';
import { connections, department, environment, load, messages, now, problemsOf } from './config-files';

const text = (path: string, lines: string) => ({ path: `config/${path}`, text: lines });

test('the shortest useful department file loads', () => {
  const shortest = text(
    'departments/sales.yaml',
    `department: sales
owner: sales-data@example.com
source: sales-db
target: lake
jobs:
  - name: orders-daily
    mode: full-load
    schedule: cron(0 2 * * ? *)
    tables: [sales.orders, sales.order_items]
`,
  );
  expect(load(shortest)).toMatchObject({
    ok: true,
    warnings: [],
    config: { departments: [{ department: 'sales' }] },
  });
});

test('the sample configuration has no problem and no warning', () => {
  expect(loadConfig(readConfigFolder('config'), now)).toMatchObject({ ok: true, warnings: [] });
});

test('a problem says file, line, column, wrong value, what is allowed and what was meant', () => {
  const [problem] = problemsOf(department({ mode: 'ful-load' }));
  expect(problem).toEqual({
    severity: 'error',
    file: 'config/departments/sales.yaml',
    line: 8,
    column: 11,
    path: 'jobs[0].mode',
    value: 'ful-load',
    allowed: ['full-load', 'cdc', 'full-load-and-cdc'],
    message: '"ful-load" is not one of full-load, cdc, full-load-and-cdc',
    hint: 'did you mean "full-load"?',
  });
});

test('an unknown key is told once, at the key, with the key that was meant', () => {
  const file = text(
    'departments/a.yaml',
    'department: a\nowner: x\nsource: sales-db\ntarget: lake\njobs:\n  - name: b\n    mode: cdc\n    tabels: [x.y]\n',
  );
  expect(problemsOf(file).map(showProblem)).toEqual([
    'config/departments/a.yaml:8:5 error: unknown key "tabels" (did you mean "tables"?)',
  ]);
});

test('every problem of every file is told at once, those behind a broken schema too', () => {
  const broken = text(
    'departments/a.yaml',
    `department: A
owner: 5
source: sales-bd
target: lake
time-zone: Europe/Viena
jobs:
  - name: one
    mode: ful-load
    schedule: cron(0 2 31 2 ? *)
    tables: [orders, {table: a.b, where: [{column: x, operator: eqq}]}, 7]
  - name: one
    mode: cdc
    max-duration: 6 hours
    tables: [a.b, a.b]
`,
  );
  const other = text('departments/b.yaml', 'department: b\n  owner: x\n');
  expect(
    problemsOf(broken, other).map((problem) => `${problem.file.at(-6)}${problem.line} ${problem.path}`),
  ).toEqual([
    'a1 department',
    'a2 owner',
    'a3 source',
    'a5 time-zone',
    'a8 jobs[0].mode',
    'a9 jobs[0].schedule',
    'a10 jobs[0].tables[0]',
    'a10 jobs[0].tables[1].where[0].operator',
    'a10 jobs[0].tables[2]',
    'a11 jobs[1].name',
    'a13 jobs[1].max-duration',
    'a14 jobs[1].tables[1]',
    'b1 ',
    'b1 ',
  ]);
});

test('two departments of one name are refused', () => {
  const second = { ...department(), path: 'config/departments/z.yaml' };
  expect(problemsOf(department(), second).map(showProblem)).toEqual([
    'config/departments/z.yaml:1:13 error: "sales" is the name of two departments: it is also in ' +
      'config/departments/sales.yaml (rename one of them)',
  ]);
});

test.each([
  ['source', '"sales-bd" is not a source in connections.yaml', 'sales-bd', 'did you mean "sales-db"?'],
  ['target', '"somewhere" is not a target in connections.yaml', 'somewhere', 'targets: lake'],
])('an unknown %s is refused', (key, message, value, hint) => {
  expect(problemsOf(department({ [key]: value }))).toMatchObject([{ message, hint, path: `jobs[0].${key}` }]);
});

test('two connection files are refused', () => {
  const other = { ...connections, path: 'config/more/connections.yml' };
  expect(problemsOf(other)).toMatchObject([
    {
      file: 'config/more/connections.yml',
      message: 'there are two connection files, the other is config/connections.yaml',
    },
  ]);
});

test('an environment may not override a source that is not there', () => {
  const other = { ...environment, text: `${environment.text}connections:\n  hr-bd: {ssl: none}\n` };
  expect(loadConfig([connections, other], now)).toMatchObject({
    ok: false,
    problems: [{ line: 7, column: 3, message: '"hr-bd" is not a connection in connections.yaml' }],
  });
});

test('Oracle is refused an SSL mode that DMS does not have for it', () => {
  const other = { ...environment, text: `${environment.text}connections:\n  hr-db: {ssl: require}\n` };
  expect(loadConfig([connections, other], now)).toMatchObject({
    problems: [{ path: 'connections.hr-db.ssl', allowed: ['none', 'verify-ca'] }],
  });
});

test.each([
  ['hr-db: {ssl: verify-ca}', 'error', '"verify-ca" needs a certificate'],
  ['sales-db: {ssl: verify-full}', 'error', '"verify-full" needs a certificate'],
  [
    'hr-db: {certificate: HRPROD}',
    'error',
    expect.stringContaining('"HRPROD" is not the ARN of a DMS certificate'),
  ],
])('an environment with %s: %s', (override, severity, message) => {
  const other = { ...environment, text: `${environment.text}connections:\n  ${override}\n` };
  expect(loadConfig([connections, other], now)).toMatchObject({ problems: [{ severity, message }] });
});

test('Oracle without encryption is a warning, unless ssl: none says that it is meant', () => {
  const silent = { ...connections, text: connections.text.replace(', ssl: none', '') };
  expect(loadConfig([silent, environment], now)).toMatchObject({
    ok: true,
    warnings: [{ path: 'sources.hr-db', message: 'the connection to this Oracle database is not encrypted' }],
  });
  const arn = 'arn:aws:dms:eu-west-1:123456789012:cert:HRPROD';
  const certified = {
    ...environment,
    text: `${environment.text}connections: {hr-db: {certificate: "${arn}"}}\n`,
  };
  expect(loadConfig([silent, certified], now)).toMatchObject({ ok: true, warnings: [] });
});

test('a typo inside of a connection does not make its name unknown', () => {
  const typo = { ...connections, text: connections.text.replace('engine: oracle', 'engine: oracel') };
  const other = { ...environment, text: `${environment.text}connections:\n  hr-db: {ssl: none}\n` };
  expect(loadConfig([typo, other, department({ source: 'hr-db' })], now)).toMatchObject({
    problems: [{ file: 'config/connections.yaml', hint: 'did you mean "oracle"?' }],
  });
});

test('a connection’s name that is no name at all is told the one that was meant', () => {
  const other = { ...environment, text: `${environment.text}connections:\n  hr_db: {ssl: none}\n` };
  const loaded = loadConfig([connections, other, department({ source: 'sales_db', target: 'Lake' })], now);
  expect(loaded.ok ? [] : loaded.problems.map(({ value, hint }) => [value, hint])).toEqual([
    ['sales_db', 'did you mean "sales-db"?'],
    ['Lake', 'did you mean "lake"?'],
    ['hr_db', 'did you mean "hr-db"?'],
  ]);
});

test('a second document in a file is told to be a file of its own', () => {
  const { path, text: lines } = department();
  expect(problemsOf({ path, text: `${lines}---\n${lines}` }).map((problem) => problem.message)).toEqual([
    'the file has a second document after ---: move it to its own file',
  ]);
});

test('an account without quotes is explained', () => {
  const other = { ...environment, text: `${environment.text}account: 000000000000\n` };
  expect(loadConfig([connections, other], now)).toMatchObject({
    problems: [{ message: '0 is not text: put the account’s 12 digits in quotes' }],
  });
});

test('a number where text is wanted is told to be put in quotes, and a key without value is named', () => {
  const tags = problemsOf(department({ tags: '{cost-center: 4711}', description: '' }));
  expect(tags).toMatchObject([
    { message: '4711 is a number: expected text', hint: 'put it in quotes' },
    { message: '"jobs[0].description" is empty: expected text' },
  ]);
});

test('subnets in one zone are refused (I4)', () => {
  const subnets = ['a1b2c3d4', 'b1b2c3d4'].map((id) => `{id: subnet-${id}, zone: eu-west-1a}`).join(', ');
  const network = `{vpc-id: vpc-a1b2c3d4, cidr: 10.0.0.0/16, private-subnets: [${subnets}]}`;
  const other = { ...environment, text: environment.text.replace('{cidr: 10.1.0.0/16}', network) };
  expect(loadConfig([connections, other], now)).toMatchObject({
    problems: [{ message: 'this list is in one zone: DMS needs private subnets in two zones' }],
  });
});

test('a typo in a network is told with the keys of the network that was meant', () => {
  const network = '{vpc-id: vpc-a1b2c3d4, cidr: 10.0.0.0/16, privat-subnets: []}';
  const other = { ...environment, text: environment.text.replace('{cidr: 10.1.0.0/16}', network) };
  expect(loadConfig([connections, other], now)).toMatchObject({
    problems: [{ message: 'unknown key "privat-subnets"', hint: 'did you mean "private-subnets"?' }],
  });
});

test('missing files are named', () => {
  const loaded = loadConfig([department()], now);
  expect(loaded.ok ? [] : loaded.problems.map((problem) => problem.message)).toEqual([
    'connections.yaml is missing: it names the sources and targets',
    'environments/<name>.yaml is missing: it says where to deploy',
  ]);
});

test('a file that nobody reads is refused', () => {
  expect(problemsOf(text('department/sales.yaml', 'a: 1'))).toMatchObject([
    { message: 'this file is ignored' },
  ]);
});

test.each([
  ['an empty file', '', 'the file is empty'],
  ['a key that stands twice', 'department: a\ndepartment: b\n', 'not valid YAML: map keys must be unique'],
  ['an alias without anchor', 'department: *a\n', 'not valid YAML: unresolved alias'],
  ['a list', '- a\n', 'this is a list: expected a mapping of keys to values'],
])('%s is a problem, not a crash', (_, lines, message) => {
  expect(problemsOf(text('departments/a.yaml', lines))[0]?.message).toContain(message);
});

test('anchors may be used', () => {
  const lines = { tables: '&tables [sales.orders]\n  - {name: other, mode: cdc, tables: *tables}' };
  expect(problemsOf(department(lines))).toEqual([]);
});

test.each([
  [
    'max-duration',
    '6 hours',
    '"6 hours" is not a duration: write minutes, hours or days such as 90m, 6h or 2d',
  ],
  ['max-duration', '2000d', '"2000d" is out of range for a run: write a duration from 5m to 30d'],
  ['max-duration', '4m', '"4m" is out of range for a run: write a duration from 5m to 30d'],
  [
    'name',
    'Daily',
    '"Daily" is not a job name: use lower-case letters, digits and single hyphens between them, starting with a letter',
  ],
  ['name', 'a'.repeat(61), `"${'a'.repeat(61)}" is longer than 60 characters, the maximum of a job name`],
  ['tables', '[]', 'this list is empty: list at least one SCHEMA.TABLE'],
  ['tags', '{"aws:a": b}', '"aws:a" is reserved: tag keys must not start with aws: or lakeferry:'],
  ['format', '{type: parquet, header: true}', '"header" does not apply to parquet'],
  ['format', '{type: csv, timestamp-column: ""}', '"" is empty: remove timestamp-column to have none'],
  ['enabled', 'sometimes', '"sometimes" is text: expected true or false'],
])('%s: %s is refused in words', (key, value, message) => {
  expect(messages({ [key]: value })).toEqual([message]);
});

test.each(['5m', '30d'])('max-duration: %s is possible', (duration) => {
  expect(messages({ 'max-duration': duration })).toEqual([]);
});

const needed =
  'contains a double quote or a line break, which CSV itself needs: write another character such as ; or |';
const unreadable = 'contains a double quote or a line break: such a file cannot be read back';
test.each([
  [`{type: csv, delimiter: '"'}`, `"\\"" ${needed}`],
  ['{type: csv, delimiter: "\\n"}', `"\\n" ${needed}`],
  ['{type: csv, delimiter: "a\\r"}', `"a\\r" ${needed}`],
  [String.raw`{type: csv, delimiter: \n}`, String.raw`"\\n" ${needed}`],
  [`{type: csv, null-value: 'a"b'}`, String.raw`"a\"b" ${unreadable}`],
  ['{type: csv, null-value: "a\\nb"}', `"a\\nb" ${unreadable}`],
  [
    '{type: csv, null-value: "a,b"}',
    'null-value "a,b" contains the delimiter ",": a NULL would be read as two fields',
  ],
  [
    '{type: csv, delimiter: N}',
    String.raw`null-value "\\N" contains the delimiter "N": a NULL would be read as two fields`,
  ],
])('the format %s would make files that nobody can read', (format, message) => {
  expect(messages({ format })).toEqual([message]);
});

test.each([
  [
    '10.1.0.0/28',
    '"10.1.0.0/28" is too small: a VPC with two private subnets needs a range from /16 to /27',
    '10.1.0.0/27',
  ],
  [
    '10.0.0.0/8',
    '"10.0.0.0/8" is too large: a VPC with two private subnets needs a range from /16 to /27',
    '10.0.0.0/16',
  ],
  ['10.1.2.3/20', '"10.1.2.3/20" is an address within a network, not a network', '10.1.0.0/20'],
])('the new network %s is refused, with the one to write', (cidr, message, corrected) => {
  const other = { ...environment, text: environment.text.replace('10.1.0.0/16', cidr) };
  expect(loadConfig([connections, other], now)).toMatchObject({
    ok: false,
    problems: [{ path: 'network.cidr', message, hint: `write ${corrected}` }],
  });
});

test.each([
  ['{TargetMetadata: {FullLobMode: true}}', 'S3 has no full LOB mode'],
  ['{TargetMetadata: {LimitedSizeLobMode: false}}', 'LimitedSizeLobMode: false leaves no LOB mode'],
  ['{TargetMetadata: {BatchApplyEnabled: true}}', 'batch apply can lose data'],
  ['{Logging: {CloudWatchLogGroup: x}}', 'unknown key "CloudWatchLogGroup"'],
  ['{FullLoadSettings: {TargetTablePrepMode: DROP}}', '"DROP" is not one of DO_NOTHING'],
  ['{FullLoadSettings: {MaxFullLoadSubTasks: 50}}', '50 is above 49'],
  ['{FullLoadSetings: {}}', 'unknown key "FullLoadSetings"'],
])('task settings %s are refused before DMS does', (settings, message) => {
  expect(messages({ 'task-settings': settings })).toEqual([expect.stringContaining(message)]);
});
