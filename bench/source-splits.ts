import type { Client } from 'pg';
import type { TableFacts } from '../core/checks/facts/source-facts';
import { postgresSplits } from '../core/splitting/postgres';
import type { TableSplit } from '../core/tables/table-split';
import { findSplits } from '../functions/check-source/find-splits';
import type { SourceDatabase } from '../functions/check-source/source-database';
import type { Measurement } from './measurement';

const rowsOfSplit = 1_000_000;

/** Evenness of the segments that check-source finds for a table, and the rows read to find them. */
export async function splitting(client: Client, database: SourceDatabase): Promise<Measurement[]> {
  await client.query(`CREATE TABLE uniform (k bigint NOT NULL PRIMARY KEY, pad text)`);
  await client.query(`CREATE TABLE skewed (k bigint NOT NULL, pad text)`);
  await client.query(
    `INSERT INTO uniform SELECT n, repeat('x', 60) FROM generate_series(1, ${rowsOfSplit}) n`,
  );
  await client.query(
    `INSERT INTO skewed SELECT floor(exp(random() * 14)), repeat('x', 60) FROM generate_series(1, ${rowsOfSplit}) n`,
  );
  const measurements: Measurement[] = [];
  for (const [analysed, way] of [
    [false, 'sample'],
    [true, 'statistics'],
  ] as const) {
    if (analysed) await client.query('ANALYZE uniform, skewed');
    for (const [table, atMost] of [
      ['uniform', 1.2],
      ['skewed', 2],
    ] as const) {
      const [split] = await findSplits(
        database,
        postgresSplits,
        [{ schema: 'public', table, column: 'k', segments: 8, exact: false }],
        [factsOf(table)],
        () => 60,
      );
      if (split === undefined || split.from !== way) throw new Error(`${table}: ${JSON.stringify(split)}`);
      measurements.push({
        name: `largest segment over the mean, ${table} keys, from ${way}`,
        value: await largestOverMean(client, table, split),
        unit: 'times',
        aim: { atMost },
        how: `8 segments requested, ${split.boundaries.length + 1} given, of ${rowsOfSplit.toLocaleString('en')} rows in PostgreSQL; ${split.rowsRead.toLocaleString('en')} rows read to find them; every segment counted`,
      });
    }
  }
  return measurements;
}

function factsOf(table: string): TableFacts {
  return {
    schema: 'public',
    table,
    engine: 'postgres',
    kind: 'table',
    columns: [{ name: 'k', type: 'bigint', nullable: false }],
    primaryKey: ['k'],
    uniqueKeys: [],
    lobColumns: [],
    rowsEstimated: rowsOfSplit,
  };
}

async function largestOverMean(client: Client, table: string, { boundaries }: TableSplit): Promise<number> {
  const { rows } = await client.query<{ n: string }>(
    `SELECT count(*) AS n FROM ${table} GROUP BY width_bucket(k, $1::bigint[])`,
    [boundaries],
  );
  return (Math.max(...rows.map(({ n }) => Number(n))) * (boundaries.length + 1)) / rowsOfSplit;
}
