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

describe('partitions-of', () => {
  const entry = (more = '') => `{table: "sales.orders[_]%", partitions-of: sales.orders${more}}`;
  const cdc = { mode: 'cdc' };

  test.each([
    ['full-load, which can load the table', { tables: `[${entry()}]` }],
    ['"rename" both set the name', { ...cdc, tables: `[{table: a.b, partitions-of: a.c, rename: d}]` }],
    ['does not apply to an exclude', { ...cdc, tables: `[a.%, ${entry(', exclude: true')}]` }],
    ['does not apply to publish: none', { ...cdc, publish: 'none', tables: `[${entry()}]` }],
    ['which the job lists too', { ...cdc, tables: `[${entry()}, sales.orders]` }],
    ['is a pattern: partitions have one parent', { ...cdc, tables: '[{table: a.%, partitions-of: a.%}]' }],
    ['is not a table: write SCHEMA.TABLE', { ...cdc, tables: '[{table: a.%, partitions-of: orders}]' }],
    ['is for PostgreSQL: the source is oracle', { ...cdc, source: 'hr-db', tables: `[${entry()}]` }],
    [
      'rules that rename schemas or tables',
      {
        ...cdc,
        tables: `[${entry()}]`,
        rules:
          '[{rule-type: transformation, rule-target: schema, rule-action: convert-uppercase, object-locator: {schema-name: "%"}}]',
      },
    ],
  ])('is refused: %s', (message, lines) => {
    expect(messages(lines).join('\n')).toContain(message);
  });

  test.each([
    `[${entry()}]`,
    '[{table: sales.%, partitions-of: sales.orders}, sales.customers]',
    '[{table: a.b, partitions-of: {schema: odd.schema, table: "100%"}}]',
  ])('tables %s are fine', (tables) => {
    expect(messages({ ...cdc, tables })).toEqual([]);
  });
});
