import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Client } from 'pg';
import { readCsv } from './csv';

/** One row as JSON of its columns' texts; sorted lists of them are compared. */
export type RowText = string;

/** Rows of a table as they should be in staging, computed by the database in the text of the file format. */
export async function rowsInDatabase(
  client: Client,
  schema: string,
  table: string,
  format: 'csv' | 'parquet',
): Promise<RowText[]> {
  const { rows: columns } = await client.query<{ name: string; type: string }>(
    `SELECT quote_ident(attname) AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute
     WHERE attrelid = format('%I.%I', $1::text, $2::text)::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
    [schema, table],
  );
  const texts = columns.map(({ name, type }) => textOf(name, type, format)).join(', ');
  const { rows } = await client.query({
    text: `SELECT ${texts} FROM ${client.escapeIdentifier(schema)}.${client.escapeIdentifier(table)}`,
    rowMode: 'array',
  });
  const isFloat = columns.map(({ type }) => type === 'real' || type === 'double precision');
  return rows.map((row: (string | null)[]) => rowText(row, isFloat)).sort();
}

/** Text of a value as DMS documents it: table of types in local/dms/BEHAVIOUR.md. */
function textOf(name: string, type: string, format: 'csv' | 'parquet'): string {
  const moment = (value: string): string => {
    const cut = format === 'parquet' ? `date_trunc('milliseconds', ${value})` : value;
    return `to_char(${cut}, 'YYYY-MM-DD HH24:MI:SS.US')`;
  };
  if (type.startsWith('timestamp') && type.endsWith('with time zone'))
    return moment(`${name} AT TIME ZONE 'UTC'`);
  if (type.startsWith('timestamp')) return moment(name);
  if (type === 'numeric') return `trunc(${name}, 6)::numeric(28,6)::text`;
  if (type === 'bytea') return `encode(${name}, 'hex')`;
  return `${name}::text`;
}

function rowText(row: readonly (string | null)[], isFloat: readonly boolean[]): RowText {
  return JSON.stringify(
    row.map((value, index) => (isFloat[index] && value !== null ? Number(value) : value)),
  );
}

/** Rows of CSV files with a header and `\N` for null. `floats` are the columns to compare as numbers. */
export function rowsInCsv(files: readonly string[], floats: readonly string[] = []): RowText[] {
  return files
    .flatMap((file) => {
      const [header = [], ...rows] = readCsv(file, '\\N');
      const isFloat = header.map((name) => floats.includes(name ?? ''));
      return rows.map((row) => rowText(row, isFloat));
    })
    .sort();
}

/** Rows of Parquet files, read by DuckDB. */
export async function rowsInParquet(files: readonly Buffer[]): Promise<RowText[]> {
  const folder = await mkdtemp(join(tmpdir(), 'lakeferry-staged-'));
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  try {
    const rows: RowText[] = [];
    for (const [index, file] of files.entries()) {
      const path = join(folder, `${index}.parquet`);
      await writeFile(path, file);
      const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM read_parquet('${path}')`);
      const columns = described
        .getRowsJson()
        .map(([name, type]) => ({ name: String(name), type: String(type) }));
      const texts = columns.map(({ name, type }) => duckText(`"${name}"`, type)).join(', ');
      const read = await connection.runAndReadAll(`SELECT ${texts} FROM read_parquet('${path}')`);
      const isFloat = columns.map(({ type }) => type === 'FLOAT' || type === 'DOUBLE');
      for (const row of read.getRows())
        rows.push(
          rowText(
            row.map((value) => (value === null ? null : String(value))),
            isFloat,
          ),
        );
    }
    return rows.sort();
  } finally {
    connection.closeSync();
    await rm(folder, { recursive: true, force: true });
  }
}

function duckText(name: string, type: string): string {
  if (type === 'TIMESTAMP') return `strftime(${name}, '%Y-%m-%d %H:%M:%S.%f')`;
  if (type === 'BLOB') return `lower(hex(${name}))`;
  return `CAST(${name} AS VARCHAR)`;
}
