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
