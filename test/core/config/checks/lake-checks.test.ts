import { department, load, messages, problemsOf } from '../config-files';

test.each([
  ['{prefix: ""}', '"" is empty: remove prefix to have <department>/<job>'],
  [
    '{prefix: /raw}',
    '"/raw" is not a prefix: with a slash at the start, keys would begin with an empty folder',
  ],
  [
    '{prefix: raw//x}',
    '"raw//x" is not a prefix: separate folders by single slashes, none at the end, and no folder named . or ..',
  ],
  [
    '{prefix: raw/}',
    '"raw/" is not a prefix: separate folders by single slashes, none at the end, and no folder named . or ..',
  ],
  [
    '{prefix: raw/../x}',
    '"raw/../x" is not a prefix: separate folders by single slashes, none at the end, and no folder named . or ..',
  ],
  [
    '{prefix: "raw x"}',
    `"raw x" is not a prefix: use letters, digits and ! _ . * ' ( ) = - in folders separated by single slashes`,
  ],
  ['{keep: 0}', '0 is below 1: the current snapshot is always kept'],
  ['{partitons: day}', 'unknown key "partitons"'],
])('lake: %s is refused', (lake, message) => {
  expect(messages({ mode: 'full-load', lake })).toEqual([message]);
});

test.each([
  ['{schema}/{tabel}', '"{schema}/{tabel}" has an unknown placeholder {tabel}'],
  [
    '{table}/{year}',
    '"{table}/{year}" does not contain {schema}: files of two tables would get the same key',
  ],
  [
    '{schema}.{table}',
    '"{schema}.{table}" has {schema} and {table} in one folder name: two tables could share a folder',
  ],
  [
    '/{schema}/{table}',
    '"/{schema}/{table}" is not a layout: separate folders by single slashes, with none at either end',
  ],
  ['{schema}/{table/x}', '"{schema}/{table/x}" has an unknown placeholder {table/x}'],
])('the layout %s is refused', (layout, message) => {
  expect(messages({ mode: 'cdc', lake: `{layout: "${layout}"}` })).toEqual([message]);
});

test.each(['{schema}/{table}', 'x={schema}/y={table}/{year}{month}{day}', '{table}/{schema}.{table}'])(
  'the layout %s is taken',
  (layout) => {
    expect(messages({ mode: 'cdc', lake: `{layout: "${layout}"}` })).toEqual([]);
  },
);

test('keys of another way of publishing are refused', () => {
  const file = department({
    mode: 'full-load',
    lake: '{partitions: day, time-zone: Europe/Vienna, keep: 3}',
  });
  expect(problemsOf(file)).toMatchObject([
    { line: 10, column: 12, message: '"partitions" does not apply to publish: snapshot' },
    { line: 10, column: 29, message: '"time-zone" does not apply to publish: snapshot' },
  ]);
  expect(messages({ mode: 'cdc', lake: '{keep: 3}' })).toEqual(['"keep" does not apply to publish: arrival']);
  expect(messages({ mode: 'cdc', publish: 'none', lake: '{prefix: a, keep: 3}' })).toEqual([
    '"keep" does not apply to publish: none',
  ]);
});

test('changes cannot be published as a snapshot', () => {
  expect(messages({ mode: 'cdc', publish: 'snapshot' })).toEqual([
    'publish: snapshot is not supported for cdc: changes never end',
  ]);
  expect(messages({ mode: 'full-load', publish: 'arrival', lake: '{partitions: dt}' })).toEqual([]);
});

test('an unknown time zone is refused', () => {
  expect(messages({ mode: 'cdc', lake: '{time-zone: Vienna}' })).toEqual([
    '"Vienna" is not a time zone: write an IANA name such as Europe/Vienna',
  ]);
});

test('partitions and layout exclude each other', () => {
  expect(messages({ mode: 'cdc', lake: '{partitions: day, layout: "{schema}/{table}"}' })).toEqual([
    '"partitions" and "layout" both set the depth of the folders',
  ]);
});

test.each([
  ['raw', 'raw'],
  ['raw', 'raw/hr'],
  ['raw/hr', 'raw'],
])('the prefixes %s and %s of two departments lie in each other', (one, other) => {
  const problems = problemsOf(
    department({ lake: `{prefix: ${one}}` }, 'hr'),
    department({ lake: `{prefix: ${other}}` }, 'sales'),
  );
  expect(problems).toMatchObject([
    {
      file: 'config/departments/sales.yaml',
      line: 10,
      path: 'jobs[0].lake.prefix',
      message: `"${other}" overlaps with ${one}, the lake folder of hr/daily: their files would be mixed`,
    },
  ]);
});

test('a prefix that only starts alike, or of a job that does not publish, is free', () => {
  const hr = department({ lake: '{prefix: raw}' }, 'hr');
  expect(problemsOf(hr, department({ lake: '{prefix: raw2}' }))).toEqual([]);
  expect(problemsOf(hr, department({ publish: 'none', lake: '{prefix: raw}' }))).toEqual([]);
});

test('two tables with one name in lower case are refused', () => {
  const tables = '[sales.Orders, sales.orders, "sales.log%"]';
  expect(messages({ tables, lake: '{lower-case: true}' })).toEqual([
    '"sales.Orders" and "sales.orders" would both be written to "sales/orders"',
  ]);
  expect(messages({ tables })).toEqual([]);
});

test('the lake of a department applies to its jobs', () => {
  const base = department({ mode: 'cdc' });
  const text = `lake: {prefix: raw, lower-case: true, partitions: day, catalogue: true}\n${base.text}`;
  expect(load({ ...base, text })).toMatchObject({ ok: true });
  const wrong = `lake: {layout: "{table}"}\n${base.text}`;
  expect(problemsOf({ ...base, text: wrong })).toMatchObject([{ line: 1, path: 'lake.layout' }]);
});
