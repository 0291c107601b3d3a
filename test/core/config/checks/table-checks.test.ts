import { department, messages, problemsOf } from '../config-files';

test.each([
  ['[orders]', '"orders" is not a table: write SCHEMA.TABLE'],
  ['[a.b.c]', '"a.b.c" has more than one dot, so the end of the schema is ambiguous'],
  ['[a.b, a.b]', '"a.b" is listed twice'],
  ['[{table: a.b, exclude: true}]', 'every entry is an exclude: the job would move no tables'],
  ['[a.%, a.b, {table: a.b, exclude: true}]', '"a.b" is listed, but the exclude in entry 3 removes it'],
  ['[a.b, {table: a.c, rename: b}]', '"a.b" and "a.c" would both be written to "a/b"'],
  [
    '[{table: a.%, rename: b}]',
    '"rename" needs an exact table name: with a pattern, several tables would get the same name',
  ],
  ['[{table: a.b, rename: b/c}]', '"b/c" contains a slash: the name becomes a folder in S3'],
  ['[a.%, {table: a.c, exclude: true, load-order: 1}]', '"load-order" does not apply to an exclude'],
  ['[{table: a.b, load-order: 0}]', '0 is below 1'],
  ['[a.b_%]', '"a.b_%" is a pattern, in which _ matches any one character'],
  ['[{tabel: a.b}]', 'unknown key "tabel"'],
  ['["sales.x "]', '"sales.x " starts or ends with white space'],
  ['[" sales.z"]', '" sales.z" starts or ends with white space'],
  ['[{schema: "sales ", table: x}]', '"sales " starts or ends with white space'],
  ['["sales.ORD*"]', '"sales.ORD*" contains * or ?, which are not wildcards'],
  ['[{table: sales.ORDER?}]', '"sales.ORDER?" contains * or ?, which are not wildcards'],
  [`['"sales"."q"']`, '""sales"."q"" is in double quotes: names are written without them'],
])('tables %s: %s', (tables, message) => {
  expect(messages({ tables })).toEqual([message]);
});

test('a likely wildcard in a name is refused with DMS’s own, and match: exact allows it', () => {
  expect(problemsOf(department({ tables: '["sales.ORD*"]' }))).toMatchObject([
    { hint: 'the wildcard of DMS is %; to allow the character, set match: exact' },
  ]);
  const exact = `[{table: 'sales.a*?', match: exact}, {schema: sales, table: '"q" ', match: exact}]`;
  expect(messages({ tables: exact })).toEqual([]);
});

test.each(['[{schema: a.b, table: c.d}]', '["a.b[_]%"]', '[{table: a.b_%, match: pattern}]', '[a_b.%]'])(
  'tables %s are fine',
  (tables) => {
    expect(messages({ tables })).toEqual([]);
  },
);

test.each([
  ['{column: c, operator: eq}', 'needs either value or values for eq'],
  ['{column: c, operator: noteq, values: [1, 2]}', 'needs one value for noteq'],
  [
    '{column: c, operator: between, value: 1}',
    'needs values with the two ends for between, such as values: [1, 10]',
  ],
  ['{column: c, operator: "null", value: 1}', 'must not have a value for null'],
])('the filter %s is refused', (filter, message) => {
  expect(messages({ tables: `[{table: a.b, where: [${filter}]}]` })).toEqual([
    `the filter on "c" ${message}`,
  ]);
});

test('a filter on a pattern is refused', () => {
  const tables = '[{table: a.%, where: [{column: c, operator: eq, value: 1}]}]';
  expect(messages({ tables })).toEqual(['"where" needs an exact table name: DMS does not filter patterns']);
});

test('a filter is refused where a pattern of the job takes the table whole', () => {
  const filtered = '{table: a.b, where: [{column: c, operator: eq, value: 1}]}';
  expect(messages({ tables: `[a.%, ${filtered}]` })).toEqual([
    '"a.b" has a filter, but the pattern in entry 1 selects all its rows',
  ]);
  expect(messages({ tables: `["a.c%", ${filtered}]` })).toEqual([]);
  expect(messages({ tables: '[a.%, {table: a.b, rename: c}]' })).toEqual([]);
});

test.each<[string, string]>([
  [
    '{rule-type: selecton}',
    '"selecton" is not one of selection, transformation, table-settings, post-processing',
  ],
  [
    '{rule-type: selection, rule-action: inclde, object-locator: {schema-name: a, table-name: b}}',
    '"inclde" is not one of include, exclude, explicit',
  ],
  [
    '{rule-type: selection, rule-action: include}',
    '"object-locator" is missing: it says which tables the rule applies to',
  ],
  [
    '{rule-type: table-settings, object-locator: {schema-name: a, table-name: "%"}}',
    'table-settings has a wildcard: DMS needs an exact schema and table',
  ],
  ...[
    '{rule-type: selection, rule-action: include, object-locator: {schema-name: a}}',
    '{rule-type: table-settings, object-locator: {schema-name: a}}',
    ...['table', 'column'].map(
      (target) =>
        `{rule-type: transformation, rule-target: ${target}, rule-action: convert-lowercase, object-locator: {schema-name: a}}`,
    ),
  ].map((rule): [string, string] => [
    rule,
    '"table-name" is missing: it says which tables the rule applies to',
  ]),
  ['{rule-type: post-processing, rule-id: one}', '"one" is not a rule id: DMS allows digits only'],
  [
    '{rule-type: post-processing, rule-id: 1}, {rule-type: post-processing, rule-id: "1"}',
    '"1" is the rule-id of two rules: DMS needs unique ids',
  ],
  [
    ['a', 'b']
      .map(
        (column) =>
          `{rule-type: transformation, rule-target: column, rule-action: rename, value: x, object-locator: {schema-name: s, table-name: t, column-name: ${column}}}`,
      )
      .join(', '),
    '"x" is the name of two columns of one table, a and b',
  ],
  ...[
    ['s', 't'],
    ['"%"', 't'],
    ['s', '"%"'],
  ].map(([schema, table]): [string, string] => [
    [`schema-name: ${schema}, table-name: ${table}`, 'schema-name: s, table-name: t']
      .map(
        (tables) =>
          `{rule-type: transformation, rule-target: column, rule-action: add-column, value: x, expression: "1", object-locator: {${tables}}}`,
      )
      .join(', '),
    '"x" is the name of two columns of one table, the one that rule 1 adds and the one that rule 2 adds',
  ]),
  [
    '{rule-type: transformation, rule-target: column, rule-action: rename, value: x, object-locator: {schema-name: s, table-name: t, column-name: a}}, ' +
      '{rule-type: transformation, rule-target: column, rule-action: add-column, value: x, object-locator: {schema-name: s, table-name: "%"}}',
    '"x" is the name of two columns of one table, a and the one that rule 2 adds',
  ],
])('the rules [%s] are refused', (rules, message) => {
  expect(messages({ rules: `[${rules}]` })).toEqual([message]);
});

test('columns of one name that rules add to different tables are allowed', () => {
  const add = (table: string): string =>
    `{rule-type: transformation, rule-target: column, rule-action: add-column, value: x, object-locator: {schema-name: s, table-name: ${table}}}`;
  expect(messages({ rules: `[${add('t')}, ${add('u')}]` })).toEqual([]);
  expect(messages({ rules: `[${add('t')}, ${add('"t%"').replace('value: x', 'value: y')}]` })).toEqual([]);
});
