import { department, messages, problemsOf } from '../config-files';

test.each([
  ['[{table: a.%, parallel: auto}]', '"parallel" needs an exact table name'],
  ['[a.%, {table: a.b, exclude: true, parallel: auto}]', '"parallel" does not apply to an exclude'],
  ['[{table: a.b, parallel: yes}]', '"yes" is not one of auto'],
  ['[{table: a.b, parallel: {segments: 1}}]', '1 is below 2: one segment does not split the table'],
  ['[{table: a.b, parallel: {segments: 50}}]', '50 is above 49, the maximum that DMS loads at the same time'],
  ['[{table: a.b, partitions: auto}]', '"partitions" is for Oracle: the source is postgres'],
  [
    '[{table: a.b, partitions: auto, parallel: auto}]',
    '"partitions" and "parallel" cannot be combined: DMS splits a table in one way',
  ],
])('tables %s: %s', (tables, message) => {
  expect(messages({ tables }).join('\n')).toContain(message);
});

test.each([
  '[{table: a.b, parallel: auto}]',
  '[{table: a.b, parallel: {column: id, segments: 49, exact: true}}]',
  '[{table: a_b.c_d, parallel: {}}]',
])('tables %s are fine', (tables) => {
  expect(messages({ tables })).toEqual([]);
});

test('parallel needs a load, a source check, and no own rule for the table', () => {
  const tables = '[{table: a.b, parallel: auto}]';
  expect(messages({ tables, mode: 'cdc' }).join()).toContain('"parallel" does not apply to cdc');
  expect(messages({ tables, check: 'off' }).join()).toContain('"parallel" needs to query the source');
  const rules =
    '[{rule-type: table-settings, object-locator: {schema-name: a, table-name: b}, parallel-load: {type: none}}]';
  expect(problemsOf(department({ tables, rules }))).toMatchObject([
    { message: expect.stringContaining('conflicts with a table-settings rule for the same table') },
  ]);
});
