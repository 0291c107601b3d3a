import { loadConfig } from '../../../core/config/load-config';
import { showProblem } from '../../../core/config/reading/problem';
import { readConfigFolder } from '../../../infra/read-config-folder';
import { connections, department, environment, load, now, problemsOf } from './config-files';

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

test('an unknown key is reported once, at the key, with the key that was meant', () => {
  const file = text(
    'departments/a.yaml',
    'department: a\nowner: x@example.com\nsource: sales-db\ntarget: lake\njobs:\n  - name: b\n    mode: cdc\n    tabels: [x.y]\n',
  );
  expect(problemsOf(file).map(showProblem)).toEqual([
    'config/departments/a.yaml:8:5 error: unknown key "tabels" (did you mean "tables"?)',
  ]);
});

test('all problems of all files are reported at once, those behind a schema error too', () => {
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
  const other = text('departments/b.yaml', 'department: b\n  owner: x@example.com\n');
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

test('a second document in a file is refused', () => {
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

test('a number instead of text gets quotes as its fix, and a key without value is named', () => {
  const tags = problemsOf(department({ tags: '{cost-center: 4711}', description: '' }));
  expect(tags).toMatchObject([
    { message: '4711 is a number: expected text', hint: 'put it in quotes' },
    { message: '"jobs[0].description" is empty: expected text' },
  ]);
});

test('a file in no known folder is refused', () => {
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
  ['department:\n\tname: a\n', 2, 1, 'indent with spaces'],
  ['department: a\nowner: *me\n', 2, 8, 'put the text in quotes, or set the anchor before'],
  ['department: a\nowner: @me\n', 2, 8, 'put the text in quotes'],
  ['department: a\nowner: b: c\n', 2, 8, 'put text that contains a colon and a space in quotes'],
  ['department: a\ndepartment: b\n', 2, 1, 'remove or rename one of them'],
  ['department: "a\nowner: b\n', 3, 1, 'close the quote or bracket that is open before this place'],
])('the YAML error in %j has its place and a fix', (text, line, column, hint) => {
  expect(problemsOf({ path: 'config/departments/a.yaml', text })).toContainEqual(
    expect.objectContaining({ line, column, hint }),
  );
});
