import { usePostgres, withClient } from '../../helpers/databases/postgres';
import { readCsv } from '../../helpers/local/csv';
import { bucket, DmsBench, include } from '../../helpers/local/local-dms';

const ranges = (table: string, columns: string[], boundaries: string[][], id = '90') => ({
  'rule-type': 'table-settings',
  'rule-id': id,
  'rule-name': id,
  'object-locator': { 'schema-name': 'public', 'table-name': table },
  'parallel-load': { type: 'ranges', columns, boundaries },
});

describe('a load in segments', () => {
  const server = usePostgres();
  const bench = new DmsBench({ throttling: false });
  let source = '';

  beforeAll(async () => {
    await bench.open();
    await server().createDatabase('segments');
    await withClient(server(), 'segments', (client) =>
      client.query(`
        CREATE TABLE whole_numbers (id int PRIMARY KEY);
        INSERT INTO whole_numbers SELECT generate_series(-50, 49);
        CREATE TABLE perhaps (id int);
        INSERT INTO perhaps VALUES (1), (2), (NULL), (3);
        CREATE TABLE pairs (a int, b int);
        INSERT INTO pairs SELECT a, b FROM generate_series(1, 4) a, generate_series(1, 4) b;
      `),
    );
    source = await bench.source(server(), 'segments');
  });
  afterAll(() => bench.dms.stop());

  const load = async (rules: Parameters<DmsBench['task']>[2], settings = {}) => {
    for (const key of await bench.objects.keys(bucket)) await bench.objects.delete(bucket, key);
    const arn = await bench.task(source, await bench.target({}), rules, settings);
    const task = await bench.run(arn);
    return { arn, task, keys: [...(await bench.objects.keys(bucket))].sort() };
  };
  const rows = (key: string) => readCsv(bench.objects.read(bucket, key).toString()).map(([id]) => Number(id));

  it('writes files by segment, each row in one of them, whatever lies outside the boundaries', async () => {
    const { arn, keys } = await load([
      include('public', 'whole[_]numbers'),
      ranges('whole_numbers', ['id'], [['-20'], ['0'], ['1000']]),
    ]);
    expect(keys).toEqual([1, 2, 3].map((n) => `lake/public/whole_numbers/SEGMENT${n}_LOAD00000001.csv`));
    const [first = [], second = [], third = []] = keys.map(rows);
    expect([first.length, second.length, third.length]).toEqual([30, 20, 50]);
    expect(Math.max(...first)).toBe(-21);
    expect([...first, ...second, ...third].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 100 }, (_, at) => at - 50),
    );
    expect(await bench.tables(arn)).toMatchObject([{ TableState: 'Table completed', FullLoadRows: 100 }]);
  });

  it('leaves rows out whose range column is NULL, as DMS does: why Lakeferry splits by NOT NULL columns only', async () => {
    const { keys } = await load([include('public', 'perhaps'), ranges('perhaps', ['id'], [['2']])]);
    expect(keys.flatMap(rows).sort()).toEqual([1, 2, 3]);
  });

  it('compares several columns, the first before the others', async () => {
    const { keys } = await load([
      include('public', 'pairs'),
      ranges(
        'pairs',
        ['a', 'b'],
        [
          ['2', '3'],
          ['4', '1'],
        ],
      ),
    ]);
    expect(keys.map((key) => rows(key).length)).toEqual([6, 6, 4]);
  });

  it('takes no pattern for a table, as the locator wants exact names', async () => {
    await expect(load([include('public', '%'), ranges('whole%', ['id'], [['1']])])).rejects.toThrow(
      /ruleId = 90 failed validation. Exact schema and table name required when using table settings rule/,
    );
    await expect(
      load([
        include('public', 'pairs'),
        { ...ranges('pairs', ['a'], [['1']]), 'parallel-load': { type: 'partitions-auto' } },
      ]),
    ).rejects.toThrow(/a PostgreSQL source is loaded in parallel by ranges only/);
  });

  it('fails the table, once, when a segment fails', async () => {
    bench.dms.script.failTable('public.whole_numbers', 'out of luck', 1);
    const { arn } = await load([
      include('public', 'whole[_]numbers'),
      ranges('whole_numbers', ['id'], [['-20'], ['0'], ['20']]),
    ]);
    expect(await bench.tables(arn)).toMatchObject([{ TableState: 'Table error' }]);
  });
});
