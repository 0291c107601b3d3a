import { startPostgres } from '@lakeferry/local-cloud/postgres';
import {
  type CreatedTable,
  createDemoDatabase,
  demoDatabases,
} from '../../../demo/database/create-demo-database';
import { usePostgres, withClient } from '../../helpers/databases/postgres';

describe('the demo database', () => {
  const server = usePostgres();
  let tables: readonly CreatedTable[];
  beforeAll(async () => {
    tables = await createDemoDatabase(server(), 0.05);
  });

  const value = (database: string, sql: string): Promise<unknown> =>
    withClient(server(), database, async (client) => {
      const { rows } = await client.query({ text: sql, rowMode: 'array' });
      const first: unknown = rows[0];
      return Array.isArray(first) ? first[0] : undefined;
    });

  it('has two departments with at least eight tables, and says how many rows each holds', async () => {
    expect(new Set(tables.map((table) => table.database))).toEqual(new Set(['sales', 'hr']));
    expect(tables.length).toBeGreaterThanOrEqual(8);
    for (const table of tables)
      expect(
        await value(table.database, `SELECT count(*)::int FROM "${table.schema}"."${table.table}"`),
      ).toBe(table.rows);
  });

  it('holds about 300,000 rows at scale 1', () => {
    const rows = demoDatabases.flatMap(({ tables }) => tables).reduce((sum, table) => sum + table.rows, 0);
    expect(rows).toBeGreaterThan(290_000);
    expect(rows).toBeLessThan(320_000);
  });

  it('has an empty table, a mixed-case name, and a table without a primary key', async () => {
    expect(tables.find((table) => table.rows === 0)?.table).toBe('returns');
    expect(tables.map((table) => table.table)).toContain('Regions');
    const withoutKey = `SELECT string_agg(relname, ',') FROM pg_class c
      WHERE relkind = 'r' AND relnamespace = 'sales'::regnamespace
      AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conrelid = c.oid AND contype = 'p')`;
    expect(await value('sales', withoutKey)).toBe('web_events');
  });

  it.each([
    ['numeric without precision', "data_type = 'numeric' AND numeric_precision IS NULL"],
    ['numeric with precision', "data_type = 'numeric' AND numeric_precision IS NOT NULL"],
    ['timestamp with zone', "data_type = 'timestamp with time zone'"],
    ['timestamp without zone', "data_type = 'timestamp without time zone'"],
    ['dates', "data_type = 'date'"],
    ['truth', "data_type = 'boolean'"],
    ['uuid', "data_type = 'uuid'"],
    ['bytes', "data_type = 'bytea'"],
    ['jsonb', "data_type = 'jsonb'"],
    ['arrays', "data_type = 'ARRAY'"],
  ])('has columns of %s', async (_what, where) => {
    const sql = `SELECT count(*)::int FROM information_schema.columns WHERE table_schema = 'sales' AND ${where}`;
    expect(await value('sales', sql)).toBeGreaterThan(0);
  });

  it.each([
    ['quotes', "'%\"%'"],
    ['commas', "'%,%'"],
    ['line breaks', "E'%\\n%'"],
    ['Windows line breaks', "E'%\\r\\n%'"],
    ['emoji', "'%👍🏽%'"],
    ['the word NULL', "'NULL'"],
    ['backslashes', "E'%\\\\\\\\%'"],
  ])('has texts with %s', async (_what, pattern) => {
    expect(
      await value('sales', `SELECT count(*)::int FROM sales.reviews WHERE body LIKE ${pattern}`),
    ).toBeGreaterThan(0);
  });

  it('has both empty texts and nulls in one column', async () => {
    expect(await value('sales', "SELECT count(*)::int FROM sales.reviews WHERE title = ''")).toBeGreaterThan(
      0,
    );
    expect(
      await value('sales', 'SELECT count(*)::int FROM sales.reviews WHERE title IS NULL'),
    ).toBeGreaterThan(0);
  });

  it('refers only to customers and products that are there', async () => {
    const lost = `SELECT count(*)::int FROM sales.orders o LEFT JOIN sales.customers c USING (customer_id)
      WHERE c.customer_id IS NULL`;
    expect(await value('sales', lost)).toBe(0);
    const items = `SELECT count(*)::int FROM sales.order_items i LEFT JOIN sales.products p USING (product_id)
      WHERE p.product_id IS NULL`;
    expect(await value('sales', items)).toBe(0);
  });

  it('gives the same rows for the same scale', async () => {
    const other = await startPostgres();
    try {
      await createDemoDatabase(other, 0.05);
      const digest = 'SELECT md5(string_agg(r::text, chr(10) ORDER BY r::text)) FROM sales.orders r';
      const theirs = await withClient(other, 'sales', async (client) => (await client.query(digest)).rows[0]);
      expect(Object.values(theirs)[0]).toBe(await value('sales', digest));
    } finally {
      await other.stop();
    }
  });
});
