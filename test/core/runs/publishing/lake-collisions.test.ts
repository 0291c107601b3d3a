import { collisionsOfRun, rejectLakeCollisions } from '../../../../core/runs/publishing/lake-collisions';
import { planSnapshot } from '../../../../core/runs/publishing/plan-snapshot';
import { sampleJob } from '../../../helpers/runs/plan';

const job = { expectedTables: [], tableMappings: { rules: [] } };
const renamed = {
  expectedTables: [],
  tableMappings: {
    rules: [
      {
        'rule-type': 'transformation',
        'rule-id': '1',
        'rule-target': 'schema',
        'rule-action': 'rename',
        'object-locator': { 'schema-name': 's[12]' },
        value: 'merged',
      },
    ],
  },
};
const named = (...names: readonly string[]) =>
  names.map((name) => {
    const [schema = '', table = ''] = name.split('.');
    return { schema, table };
  });

test.each([
  [
    'lower case',
    job,
    { lowerCase: true },
    ['c.Orders', 'c.orders'],
    /c\.Orders and c\.orders .*c\/orders; set lake/,
  ],
  ['lower case of schemas', job, { lowerCase: true }, ['C.a', 'c.a'], /C\.a and c\.a/],
  ['letters beyond ASCII', job, { lowerCase: true }, ['c.ÄRA', 'c.ära'], /c\.ÄRA and c\.ära/],
  [
    'a rule that renames',
    renamed,
    { lowerCase: false },
    ['s1.a', 's2.a'],
    /s1\.a and s2\.a .*merged\/a; give/,
  ],
  [
    'a layout without the schema',
    job,
    { lowerCase: false, layout: 'all/{table}/dt={year}' },
    ['s1.a', 's2.a'],
    /s1\.a and s2\.a .*all\/a/,
  ],
])('two tables with one folder are named: %s', (_, plan, place, tables, message) => {
  expect(() => rejectLakeCollisions(plan, place, named(...tables))).toThrow(message);
});

test.each([
  ['case is kept', job, { lowerCase: false }, ['c.Orders', 'c.orders']],
  ['one table that the plan and the run name', job, { lowerCase: true }, ['c.a', 'c.a']],
  ['other tables', renamed, { lowerCase: true }, ['s1.a', 's2.b', 's3.a']],
])('tables with folders of their own pass: %s', (_, plan, place, tables) => {
  expect(() => rejectLakeCollisions(plan, place, named(...tables))).not.toThrow();
});

test('a snapshot is not planned when two tables would be one', () => {
  const plan = sampleJob({ department: 'sales', job: 'daily', tables: [] }, {});
  const tables = named('c.Orders', 'c.orders').map((table) => ({
    ...table,
    state: 'Table completed',
    rows: 1,
    errorRows: 0,
  }));
  const given = {
    job: plan,
    snapshot: 's',
    startRequestedAt: new Date(0),
    tables,
    objects: [],
    before: undefined,
  };
  expect(() => planSnapshot({ ...given, place: { prefix: 'lake', lowerCase: true } })).toThrow(
    'c.Orders and c.orders',
  );
  expect(planSnapshot({ ...given, place: { prefix: 'lake', lowerCase: false } }).fresh).toHaveLength(2);
});

test.each([
  [
    'a PostgreSQL target',
    'postgres',
    { kind: 'none' },
    's1.a and s2.a are one table in the target, merged.a',
  ],
  [
    'files that nothing publishes',
    's3',
    { kind: 'none' },
    's1.a and s2.a have one folder in staging, merged/a',
  ],
  [
    'arrivals without a catalogue',
    's3',
    {
      kind: 'arrival',
      prefix: 'p',
      lowerCase: false,
      layout: 'x/{schema}/{table}',
      timeZone: 'UTC',
      partitionBy: 'arrival',
    },
    's1.a and s2.a have one folder in the lake, x/merged/a',
  ],
] as const)('the verdict of a run knows collisions in %s', (_, targetEngine, publishing, text) => {
  const tables = named('s1.a', 's2.a', 's2.b');
  expect(collisionsOfRun({ ...renamed, targetEngine, publishing }, tables)).toEqual([text]);
  expect(collisionsOfRun({ ...job, targetEngine, publishing }, tables)).toEqual([]);
});
