import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { listObjects } from '../../aws/lake/list-objects';
import { createLakeReader } from '../../aws/lake/reader';
import { wrongUse } from '../exit-codes';
import { duckStatements } from './duck-lake';
import type { Lake } from './lake-job';

export interface LakeAnswer {
  readonly columns: readonly string[];
  /** As texts; null for NULL. */
  readonly rows: readonly (readonly (string | null)[])[];
}

/** One query over the tables of some Glue databases, on files brought to this machine. */
export async function askLake(lake: Lake, databases: readonly string[], sql: string): Promise<LakeAnswer> {
  const { DuckDBInstance } = duckDb();
  const folder = await mkdtemp(join(tmpdir(), 'lakeferry-query-'));
  try {
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const reader = createLakeReader();
    const files = {
      list: async (location: string) => {
        const prefix = location.slice(`s3://${lake.bucket}/`.length);
        const found = await listObjects(lake.objects, lake.bucket, prefix);
        return found.filter(({ size }) => size > 0).map(({ key }) => key);
      },
      bring: async (key: string, path: string) =>
        pipeline(await reader.open(lake.bucket, key), createWriteStream(path)),
    };
    for (const database of databases) {
      const tables = await lake.catalogue.tables(database);
      for (const statement of await duckStatements(database, tables, files, folder, sql))
        await connection.run(statement);
    }
    const answer = await connection.runAndReadAll(sql).catch((cause: unknown) => {
      // DuckDB's own words: they point at the place in the statement.
      throw wrongUse(
        String(cause)
          .replace(/^Error: /, '')
          .trimEnd(),
        { cause },
      );
    });
    const rows = answer.getRows().map((row) => row.map((value) => (value === null ? null : String(value))));
    connection.closeSync();
    return { columns: answer.columnNames(), rows };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A development package: found when the command runs, or said to be missing. */
function duckDb(): typeof import('@duckdb/node-api') {
  try {
    return require('@duckdb/node-api');
  } catch {
    throw wrongUse('"lakeferry query" needs DuckDB: npm install @duckdb/node-api (Athena needs nothing)');
  }
}
