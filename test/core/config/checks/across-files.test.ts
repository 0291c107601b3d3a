import { loadConfig } from '../../../../core/config/load-config';
import { showProblem } from '../../../../core/config/reading/problem';
import { connections, department, environment, now, problemsOf } from '../config-files';

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

describe('tags', () => {
  const six = '{a: x, b: x, c: x, d: x, e: x, f: x}';
  const tagged = (tags: string) => ({ ...environment, text: `${environment.text}tags: ${tags}\n` });
  const ofDepartment = (tags: string, lines = {}) => {
    const file = department(lines);
    return { ...file, text: file.text.replace('jobs:', `tags: ${tags}\njobs:`) };
  };
  const warnings = (...files: Parameters<typeof problemsOf>) => {
    const loaded = loadConfig([connections, ...files], now);
    return (loaded.ok ? loaded.warnings : loaded.problems).map((one) => [
      one.severity,
      one.path,
      one.message,
    ]);
  };
  const unfit = (key: string, value: string) =>
    `endpoints, instances and tasks of DMS do not get the tag "${key}" = "${value}": DMS takes other characters`;
  const left = (tags: string) =>
    `endpoints, instances and tasks of DMS do not get the ${tags}: DMS takes 10 tags per resource, and Lakeferry adds 4 of its own`;

  test.each<[string, string, string, string, string]>([
    ['an address', '{contact: ann@example.com}', 'tags.contact', 'contact', 'ann@example.com'],
    ['no text', '{empty: ""}', 'tags.empty', 'empty', ''],
    ['a prefix of DMS', '{"dms:x": y}', 'tags.dms:x', 'dms:x', 'y'],
    ['a prefix of AWS', '{x: "aws:y"}', 'tags.x', 'x', 'aws:y'],
  ])('with %s are warned of in every place', (_what, tags, path, key, value) => {
    const warning = (at: string) => ['warning', at, unfit(key, value)];
    expect(warnings(tagged(tags), department())).toEqual([warning(path)]);
    expect(warnings(environment, ofDepartment(tags))).toEqual([warning(path)]);
    expect(warnings(environment, department({ tags }))).toEqual([warning(`jobs[0].${path}`)]);
  });

  test('over six are warned of where the seventh is', () => {
    expect(warnings(tagged(six), ofDepartment(six, { tags: six }))).toEqual([]);
    expect(warnings(tagged(six), ofDepartment('{f: y, g: x}', { tags: '{h: x, a: z}' }))).toEqual([
      ['warning', 'tags', left('tag "g"')],
      ['warning', 'jobs[0].tags', left('tag "h"')],
    ]);
    expect(warnings(tagged('{a: x, b: x, c: x, d: x, e: x, f: x, g: x, h: x}'), department())).toEqual([
      ['warning', 'tags', left('tags "g", "h"')],
    ]);
  });
});

test('an environment may not override a source that is not there', () => {
  const other = { ...environment, text: `${environment.text}connections:\n  hr-bd: {ssl: none}\n` };
  expect(loadConfig([connections, other], now)).toMatchObject({
    ok: false,
    problems: [{ line: 7, column: 3, message: '"hr-bd" is not a connection in connections.yaml' }],
  });
});

test('a typo inside of a connection does not make its name unknown', () => {
  const typo = { ...connections, text: connections.text.replace('engine: oracle', 'engine: oracel') };
  const other = { ...environment, text: `${environment.text}connections:\n  hr-db: {ssl: none}\n` };
  expect(loadConfig([typo, other, department({ source: 'hr-db' })], now)).toMatchObject({
    problems: [{ file: 'config/connections.yaml', hint: 'did you mean "oracle"?' }],
  });
});

test('a connection that is not a valid name gets the nearest connection as its fix', () => {
  const other = { ...environment, text: `${environment.text}connections:\n  hr_db: {ssl: none}\n` };
  const loaded = loadConfig([connections, other, department({ source: 'sales_db', target: 'Lake' })], now);
  expect(loaded.ok ? [] : loaded.problems.map(({ value, hint }) => [value, hint])).toEqual([
    ['sales_db', 'did you mean "sales-db"?'],
    ['Lake', 'did you mean "lake"?'],
    ['hr_db', 'did you mean "hr-db"?'],
  ]);
});

test('missing files are named', () => {
  const loaded = loadConfig([department()], now);
  expect(loaded.ok ? [] : loaded.problems.map((problem) => problem.message)).toEqual([
    'connections.yaml is missing: it names the sources and targets',
    'environments/<name>.yaml is missing: it says where to deploy',
  ]);
});
