import { readFileSync } from 'node:fs';
import { loadConfig } from '../../../../core/config/load-config';
import type { Problem } from '../../../../core/config/reading/problem';
import { Load } from '../../../../core/config/schema/load-schema';
import { planMigrations } from '../../../../core/planning/plan-migrations';
import { connections, environment, now } from '../config-files';

const withDatabase = {
  ...connections,
  text: connections.text.replace(
    'lake: {engine: s3}',
    'lake: {engine: s3}\n  shop: {engine: postgres, database: shop, secret: lakeferry/shop}',
  ),
};

const whole: Readonly<Record<string, string>> = {
  name: 'prices',
  target: 'shop',
  table: 'public.prices',
  columns: '[sku, {name: price, header: Unit price, type: "numeric(12,2)"}]',
  'null-token': '""',
  mode: 'append',
};

function departmentFile(loads: readonly Readonly<Record<string, string | undefined>>[], name = 'sales') {
  const shown = loads.map((load) => {
    const lines = Object.entries({ ...whole, ...load }).flatMap(([key, value]) =>
      value === undefined ? [] : [`    ${key}: ${value}`],
    );
    return `  -\n${lines.join('\n')}`;
  });
  return {
    path: `config/departments/${name}.yaml`,
    text: `department: ${name}\nowner: x@example.com\nsource: sales-db\ntarget: lake\njobs:\n  - {name: daily, mode: full-load, tables: [sales.orders]}\nloads:\n${shown.join('\n')}\n`,
  };
}

test('loads beyond the rules of an event bus are refused', () => {
  const files = (count: number) =>
    ['sales', 'hr'].map((name) =>
      departmentFile(
        Array.from({ length: name === 'sales' ? 200 : count - 200 }, (_, index) => ({
          name: `load-${index}`,
          table: `${name}.prices_${index}`,
        })),
        name,
      ),
    );
  expect(loadConfig([withDatabase, environment, ...files(297)], now)).toMatchObject({ ok: true });
  expect(loadConfig([withDatabase, environment, ...files(298)], now)).toMatchObject({
    ok: false,
    problems: [
      {
        file: 'config/environments/test.yaml',
        path: 'environment',
        message:
          '"test" needs 301 EventBridge rules, one per load and 3 of its own, and an event bus has at most 300',
      },
    ],
  });
});

const read = (...loads: Readonly<Record<string, string | undefined>>[]) =>
  loadConfig([withDatabase, environment, departmentFile(loads)], now);

function problems(...loads: Readonly<Record<string, string | undefined>>[]): readonly Problem[] {
  const loaded = read(...loads);
  return loaded.ok ? loaded.warnings : loaded.problems;
}

test('the shortest load is a load, with what it leaves out', () => {
  const loaded = read({});
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const plan = planMigrations(loaded.config, 'test');
  expect(plan.departments[0]?.loads).toEqual([
    {
      identity: { environment: 'test', department: 'sales', load: 'prices', key: 'sales/prices' },
      inbox: 'sales/prices/',
      rejected: 'rejected/sales/prices/',
      target: { connection: 'shop', secretName: 'lakeferry/shop', databaseName: 'shop', sslMode: 'require' },
      table: { schema: 'public', name: 'prices' },
      columns: [
        { name: 'sku', header: 'sku' },
        { name: 'price', header: 'Unit price', type: 'numeric(12,2)' },
      ],
      dialect: {
        header: true,
        delimiter: ',',
        quote: '"',
        nullToken: '',
        encoding: 'utf-8',
        dateStyle: 'ymd',
      },
      mode: 'append',
      keys: [],
      createTable: false,
      rejectUpTo: 0,
      allowEmpty: false,
      method: 'copy',
      notify: { policy: 'edge', channels: ['email'] },
    },
  ]);
  expect(plan.targets.map(({ name }) => name)).toEqual(['lake', 'shop']);
});

test('the null token is required', () => {
  expect(problems({ 'null-token': undefined }).map(({ message }) => message)).toEqual([
    '"null-token" is missing',
  ]);
});

test.each<[Record<string, string>, string]>([
  [{ name: 'daily' }, '"daily" is the name of two jobs or loads: their runs would have the same name'],
  [{ target: 'lake' }, '"lake" is not a database: files are loaded into PostgreSQL'],
  [{ target: 'shp' }, '"shp" is not a target in connections.yaml'],
  [{ table: 'prices' }, '"prices" is not a table: write schema.table'],
  [{ columns: '[a, a]' }, '"a" is listed twice'],
  [{ columns: '[a, {name: b, header: a}]' }, '"a" is the header of two columns'],
  [
    { columns: '[{name: a, type: "text); DROP TABLE x; --"}]' },
    '"text); DROP TABLE x; --" is not a type: write it as in CREATE TABLE, in lower case, such as text, integer or numeric(12,2)',
  ],
  [{ 'create-table': 'if-missing' }, '"sku" has no type, which create-table: if-missing needs'],
  [{ mode: 'upsert' }, 'upsert needs "keys" to find existing rows'],
  [{ mode: 'upsert', keys: '[id]' }, '"id" is not among the columns'],
  [{ keys: '[sku]' }, '"keys" does not apply to append'],
  [{ delimiter: "'\"'" }, '""" is both delimiter and quote'],
  [{ 'null-token': '"a,b"' }, '"a,b" contains the delimiter: a NULL would be read as two fields'],
  [{ encoding: 'utf-16le', method: 'aws_s3' }, '"utf-16le" is not supported by aws_s3'],
  [{ inbox: 'rejected/x/' }, '"rejected/x/" is the folder of reject files, which would be loaded in turn'],
  [
    { inbox: 'sales' },
    '"sales" is not a prefix: write folders with a slash after each, such as sales/prices/',
  ],
  [{ 'on-bad-rows': '{reject-file: 0}' }, '0 is below 1'],
])('%j is refused, with its line', (lines, message) => {
  const found = problems(lines).find((problem) => problem.message === message);
  expect(found ?? problems(lines)).toMatchObject({
    severity: 'error',
    file: 'config/departments/sales.yaml',
  });
  expect(found?.line).toBeGreaterThan(7);
});

test('an inbox within another is refused', () => {
  expect(
    problems({ inbox: 'in/' }, { name: 'stock', inbox: 'in/stock/' }).map(({ message }) => message),
  ).toEqual(['"in/stock/" is within the inbox of sales/prices: a file would be loaded twice']);
});

test('two loads on one table are refused where one replaces what the other puts in', () => {
  const said = (...loads: Parameters<typeof problems>) => problems(...loads).map(({ message }) => message);
  expect(said({}, { name: 'more' })).toEqual([]);
  expect(said({ mode: 'replace' }, { name: 'more' })).toEqual([
    '"public.prices" is also loaded by sales/more, whose rows mode: replace would delete',
  ]);
  expect(said({ mode: 'replace' }, { name: 'more', mode: 'replace' })).toHaveLength(2);
  expect(said({ mode: 'replace' }, { name: 'more', table: 'public.stock' })).toEqual([]);
});

test('a wrong load does not hide other problems of loads', () => {
  const found = problems(
    { mode: 'truncate', encoding: 'ebcdic', inbox: 'rejected/x/' },
    { name: 'second', columns: '[]', target: 'shp' },
    { name: 'third', mode: 'upsert', table: 'public.t' },
    { name: 'third', table: 'public.u' },
  );
  expect(found.map(({ path, message }) => `${path}: ${message}`)).toEqual([
    expect.stringContaining('loads[0].mode: "truncate"'),
    expect.stringContaining('loads[0].encoding: "ebcdic"'),
    expect.stringContaining('loads[0].inbox: "rejected/x/" is the folder of reject files'),
    expect.stringContaining('loads[1].target: "shp" is not a target'),
    expect.stringContaining('loads[1].columns: this list is empty'),
    expect.stringContaining('loads[2].mode: upsert needs "keys"'),
    expect.stringContaining('loads[3].name: "third" is the name of two'),
  ]);
  const broken = {
    ...departmentFile([{}]),
    text: departmentFile([{}]).text.replace(/loads:[\s\S]*/, 'loads: [7, {}]'),
  };
  const loaded = loadConfig([withDatabase, environment, broken], now);
  expect(loaded.ok ? [] : loaded.problems.map(({ message }) => message)).not.toContain(
    expect.stringContaining('unreadable'),
  );
  expect(loaded.ok).toBe(false);
});

test('a wrong load does not hide problems of jobs', () => {
  const file = departmentFile([{ mode: 'truncate' }]);
  const loaded = loadConfig(
    [withDatabase, environment, { ...file, text: file.text.replace('source: sales-db', 'source: nowhere') }],
    now,
  );
  expect((loaded.ok ? [] : loaded.problems).map(({ message }) => message)).toEqual(
    expect.arrayContaining([
      expect.stringContaining('"truncate"'),
      expect.stringContaining('"nowhere" is not a source'),
    ]),
  );
});

test('every key of a load is in its guide, and the guide’s example is a load', () => {
  const guide = readFileSync('docs/loads.md', 'utf8');
  expect(Object.keys(Load.shape).filter((key) => !guide.includes(`\`${key}\``))).toEqual([]);
  const example = /```yaml\n([\s\S]*?)```/.exec(guide)?.[1] ?? '';
  const file = departmentFile([]);
  const text = file.text.replace('loads:\n\n', example).replaceAll('price-db', 'shop');
  expect(loadConfig([withDatabase, environment, { ...file, text }], now)).toMatchObject({ ok: true });
});
