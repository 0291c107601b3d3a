import type { Client } from 'pg';
import type { TableFacts } from '../../../core/checks/facts/source-facts';
import type { Query, Row } from '../../../core/checks/query/query';
import type { SplitPlan } from '../../../core/planning/job-plan';
import { postgresSplits } from '../../../core/splitting/postgres';
import { findSplits } from '../../../functions/check-source/find-splits';
import { usePostgres, withClient } from '../../helpers/databases/postgres';

const column = (name: string, type: string, nullable = false, length?: number) => ({
  name,
  type,
  nullable,
  ...(length === undefined ? {} : { length }),
});

const facts = (table: string, type: string, more: Partial<TableFacts> = {}): TableFacts => ({
  schema: 'public',
  table,
  engine: 'postgres',
  kind: 'table',
  columns: [column('k', type)],
  primaryKey: ['k'],
  uniqueKeys: [],
  lobColumns: [],
  ...more,
});

const plan = (table: string, more: Partial<SplitPlan> = {}): SplitPlan => ({
  schema: 'public',
  table,
  segments: 8,
  exact: false,
  ...more,
});

describe('the split of a table in PostgreSQL', () => {
  const server = usePostgres();
  const requested: Query[] = [];

  beforeAll(async () => {
    await server().createDatabase('split');
    await withClient(server(), 'split', (client) =>
      client.query(`
        CREATE TABLE uniform (k bigint PRIMARY KEY, pad text);
        INSERT INTO uniform SELECT n - 100000, repeat('x', 50) FROM generate_series(1, 200000) n;
        CREATE TABLE skewed (k numeric(12,2) NOT NULL);
        INSERT INTO skewed SELECT (exp(random() * 12))::numeric(12,2) FROM generate_series(1, 100000);
        CREATE TABLE heavy (k int NOT NULL);
        INSERT INTO heavy SELECT CASE WHEN n % 10 < 7 THEN 5 ELSE n END FROM generate_series(1, 50000) n;
        CREATE TABLE days (k date NOT NULL);
        INSERT INTO days SELECT date '2020-01-01' + n % 900 FROM generate_series(1, 90000) n;
        INSERT INTO days VALUES ('infinity'), ('-infinity');
        CREATE TABLE moments (k timestamptz NOT NULL);
        INSERT INTO moments SELECT timestamptz '2020-01-01 00:00Z' + n * interval '7 minutes' FROM generate_series(1, 60000) n;
        CREATE TABLE words (k varchar(40) PRIMARY KEY);
        INSERT INTO words SELECT md5(n::text) || CASE n % 3 WHEN 0 THEN '''' WHEN 1 THEN 'Ü' ELSE '' END FROM generate_series(1, 40000) n;
        CREATE TABLE empty (k int PRIMARY KEY);
        CREATE TABLE unseen (k int PRIMARY KEY) WITH (autovacuum_enabled = false);
        INSERT INTO unseen SELECT generate_series(1, 50000);
      `),
    );
    // In a transaction of its own: rows of the same transaction would count as changed since.
    await withClient(server(), 'split', (client) =>
      client.query('ANALYZE uniform, skewed, heavy, days, moments, words, empty'),
    );
  });
  beforeEach(() => {
    requested.length = 0;
  });

  const find = (wanted: SplitPlan, tableFacts: TableFacts) =>
    withClient(server(), 'split', async (client) => {
      const [split] = await findSplits(recording(client), postgresSplits, [wanted], [tableFacts], () => 60);
      if (split === undefined) throw new Error('no split');
      return { split, largest: await largestOverMean(client, wanted.table, split) };
    });

  const recording = (client: Client) => ({
    async query(query: Query) {
      requested.push(query);
      const { rows } = await client.query<Row>(query.sql, [...query.binds]);
      return { rows, milliseconds: 0 };
    },
  });

  /**
   * Counts the rows of each segment with the condition of DMS, and verifies that the segments
   * contain all rows.
   */
  async function largestOverMean(
    client: Client,
    table: string,
    { column: key, boundaries }: { column: string; boundaries: readonly string[] },
  ): Promise<number> {
    if (boundaries.length === 0) return 1;
    const counts: number[] = [];
    for (let part = 0; part <= boundaries.length; part += 1) {
      const conditions = [
        ...(part === 0 ? [] : [`NOT ("${key}" < ${client.escapeLiteral(boundaries[part - 1] ?? '')})`]),
        ...(part === boundaries.length ? [] : [`"${key}" < ${client.escapeLiteral(boundaries[part] ?? '')}`]),
      ];
      const { rows } = await client.query<{ n: string }>(
        `SELECT count(*) n FROM "${table}" WHERE ${conditions.join(' AND ')}`,
      );
      counts.push(Number(rows[0]?.n));
    }
    const { rows } = await client.query<{ n: string }>(`SELECT count(*) n FROM "${table}"`);
    expect(counts.reduce((sum, one) => sum + one, 0)).toBe(Number(rows[0]?.n));
    return (Math.max(...counts) * counts.length) / Number(rows[0]?.n);
  }

  it('uses the statistics of integers, reads no row, and is even', async () => {
    const { split, largest } = await find(
      plan('uniform'),
      facts('uniform', 'bigint', { rowsEstimated: 200_000 }),
    );
    expect(split).toMatchObject({ column: 'k', from: 'statistics', rowsRead: 0 });
    expect(split.boundaries).toHaveLength(7);
    expect(largest).toBeLessThan(1.2);
    expect(requested).toHaveLength(1);
  });

  it('splits skewed decimals below twice the mean', async () => {
    const { split, largest } = await find(
      plan('skewed'),
      facts('skewed', 'numeric', { rowsEstimated: 100_000 }),
    );
    expect(split.boundaries).toHaveLength(7);
    expect(largest).toBeLessThan(2);
  });

  it('returns fewer, distinct boundaries when most rows have one value', async () => {
    const { split } = await find(plan('heavy'), facts('heavy', 'integer', { rowsEstimated: 50_000 }));
    expect(split.boundaries.length).toBeGreaterThan(0);
    expect(split.boundaries.length).toBeLessThan(7);
    expect(new Set(split.boundaries).size).toBe(split.boundaries.length);
  });

  it.each([
    ['days', 'date', /^2\d{3}-\d\d-\d\d$/],
    ['moments', 'timestamp with time zone', /^20\d\d-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}\+00$/],
  ])('writes boundaries of %s so that every session reads them alike', async (table, type, form) => {
    const { split, largest } = await find(plan(table), facts(table, type, { rowsEstimated: 60_000 }));
    for (const boundary of split.boundaries) expect(boundary).toMatch(form);
    expect(largest).toBeLessThan(1.3);
  });

  it('samples text in the order of its collation, with characters that need quoting', async () => {
    const { split, largest } = await find(
      plan('words'),
      facts('words', 'character varying', {
        rowsEstimated: 40_000,
        columns: [column('k', 'character varying', false, 40)],
      }),
    );
    expect(split).toMatchObject({ from: 'sample' });
    expect(largest).toBeLessThan(1.2);
  });

  it('samples a table that was never analysed', async () => {
    const { split, largest } = await find(plan('unseen'), facts('unseen', 'int4', { bytes: 2_000_000 }));
    expect(split.from).toBe('sample');
    expect(largest).toBeLessThan(1.2);
  });

  it('reads the whole column only on request', async () => {
    const tableFacts = facts('uniform', 'bigint', { rowsEstimated: 200_000 });
    const { split, largest } = await find(plan('uniform', { exact: true }), tableFacts);
    expect(split).toMatchObject({ from: 'quantiles', rowsRead: 200_000 });
    expect(largest).toBeLessThan(1.01);
    expect(requested.every(({ sql }) => !/parallel/i.test(sql))).toBe(true);
  });

  it.each([
    [
      'is empty',
      plan('empty'),
      facts('empty', 'integer', { rowsEstimated: 0, bytes: 0 }),
      /statistics|empty/,
    ],
    [
      'may be NULL, because DMS leaves such rows out',
      plan('heavy'),
      facts('heavy', 'integer', { columns: [column('k', 'integer', true)] }),
      /may be NULL/,
    ],
    ['is a float', plan('heavy'), facts('heavy', 'double precision'), /cannot split by/],
    ['is unbounded text, an NCLOB for DMS', plan('heavy'), facts('heavy', 'text'), /cannot split by/],
    ['has no key', plan('heavy'), facts('heavy', 'integer', { primaryKey: [] }), /no primary key/],
    [
      'is small and is split automatically',
      { schema: 'public', table: 'heavy', exact: false },
      facts('heavy', 'integer', { rowsEstimated: 50_000 }),
      /too small/,
    ],
  ])('loads a table as a whole that %s', async (_, wanted, tableFacts, because) => {
    const { split } = await find(wanted, tableFacts);
    expect(split).toMatchObject({ boundaries: [], from: 'none', because: expect.stringMatching(because) });
  });

  it('loads a table as a whole when no time is left', async () => {
    const tableFacts = facts('uniform', 'bigint', { rowsEstimated: 200_000 });
    const never = { query: () => Promise.reject(new Error('queried')) };
    const [split] = await findSplits(never, postgresSplits, [plan('uniform')], [tableFacts], () => 0.4);
    expect(split).toMatchObject({ from: 'none', because: 'the time for the source check was over' });
  });
});
