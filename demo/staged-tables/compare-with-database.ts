import type { Client } from 'pg';
import { keyText, rowText } from './staged-table';

export interface TableName {
  readonly schema: string;
  readonly table: string;
}

/** Columns of the primary key. Empty when there is none. */
export async function keyColumns(client: Client, { schema, table }: TableName): Promise<readonly string[]> {
  const { rows } = await client.query<{ attname: string }>(
    `SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
     WHERE i.indrelid = format('%I.%I', $1::text, $2::text)::regclass AND i.indisprimary ORDER BY a.attnum`,
    [schema, table],
  );
  return rows.map(({ attname }) => attname);
}

/** Rows by key, in the form in which a CSV job stages them, for comparison with a `StagedTable`. */
export async function rowsByKey(client: Client, name: TableName): Promise<ReadonlyMap<string, string>> {
  const { rows: columns } = await client.query<{ name: string; type: string }>(
    `SELECT attname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute
     WHERE attrelid = format('%I.%I', $1::text, $2::text)::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
    [name.schema, name.table],
  );
  const names = columns.map((column) => column.name);
  const key = (await keyColumns(client, name)).map((column) => names.indexOf(column));
  const texts = columns.map(({ name: column, type }) => staged(client.escapeIdentifier(column), type));
  const { rows } = await client.query<(string | null)[]>({
    text: `SELECT ${texts.join(', ')} FROM ${[name.schema, name.table].map((part) => client.escapeIdentifier(part)).join('.')}`,
    rowMode: 'array',
  });
  return new Map(rows.map((row) => [keyText(key.map((place) => row[place] ?? null)), rowText(names, row)]));
}

/** Column as DMS stages it: table of types in local/dms/BEHAVIOUR.md. */
function staged(column: string, type: string): string {
  if (type.startsWith('timestamp') && type.endsWith('with time zone'))
    return `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')`;
  if (type.startsWith('timestamp')) return `to_char(${column}, 'YYYY-MM-DD HH24:MI:SS.US')`;
  if (type === 'numeric') return `trunc(${column}, 6)::numeric(28,6)::text`;
  if (type === 'bytea') return `encode(${column}, 'hex')`;
  return `${column}::text`;
}

export interface Comparison {
  readonly rows: number;
  readonly missing: number;
  readonly surplus: number;
  readonly different: number;
  /** A row that differs. */
  readonly example?: string;
}

export function compare(wanted: ReadonlyMap<string, string>, found: ReadonlyMap<string, string>): Comparison {
  const missing = [...wanted.keys()].filter((key) => !found.has(key));
  const surplus = [...found.keys()].filter((key) => !wanted.has(key));
  const different = [...wanted].filter(([key, row]) => found.has(key) && found.get(key) !== row);
  const [first] = different;
  const example =
    first === undefined ? (missing[0] ?? surplus[0]) : `${first[1]} is staged as ${found.get(first[0])}`;
  return {
    rows: wanted.size,
    missing: missing.length,
    surplus: surplus.length,
    different: different.length,
    ...(example === undefined ? {} : { example }),
  };
}

export function isSame({ missing, surplus, different }: Comparison): boolean {
  return missing + surplus + different === 0;
}
