import { sqlType } from './hive-types';

/** A Glue table, as its own parameters describe it. */
export interface ViewedTable {
  readonly database: string;
  readonly name: string;
  readonly kind: 'snapshot' | 'arrival';
  /** In the table's order, with the types of the source's side. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** Set where the files are CSV: what stands for a null. */
  readonly nullValue?: string | undefined;
  readonly primaryKey: readonly string[];
  readonly operation?: string | undefined;
  readonly timestamp?: string | undefined;
  /** Of the column that orders a task's changes; empty or null in rows that were loaded. */
  readonly sequence?: string | undefined;
}

/** Of $AR_H_CHANGE_SEQ; see `planning/change-sequence.ts`. */
const sequenceDigits = 35;

/** What Athena and DuckDB say differently. */
export interface Dialect {
  /** The file that a row comes from. */
  readonly path: string;
}

export const athena: Dialect = { path: '"$path"' };
export const duckDb: Dialect = { path: 'filename' };

/** `SELECT` of the table with the types of the source, nulls as nulls; CSV tables hold text alone. */
export function typedSelect(table: ViewedTable, from: string): string {
  return `SELECT ${table.columns.map((column) => typed(table, column)).join(', ')}\nFROM ${from}`;
}

/**
 * The table as its source has it now: of each key the newest change, unless it deleted the row. A loaded row bears the start of its
 * load, so that any change caught meanwhile is newer. All changes of one transaction bear one commit time, and those of one second where
 * the source keeps no finer: DMS's change sequence tells them apart. Files of before it was asked for have none: there the newer file goes
 * first, then D, then U. Undefined where there is no key to go by, or no commit time.
 */
export function currentSelect(table: ViewedTable, from: string, { path }: Dialect): string | undefined {
  const { operation, timestamp, sequence, primaryKey } = table;
  if (operation === undefined || timestamp === undefined || primaryKey.length === 0) return undefined;
  const known = new Set(table.columns.map(({ name }) => name.toLowerCase()));
  if (![operation, timestamp, ...primaryKey].every((name) => known.has(name.toLowerCase()))) return undefined;
  const added = new Set([operation, timestamp, sequence ?? operation].map((name) => name.toLowerCase()));
  const op = quoted(operation);
  const order = [
    `${quoted(timestamp)} DESC`,
    ...(sequence !== undefined && known.has(sequence.toLowerCase()) ? [`${sequenceOf(sequence)} DESC`] : []),
    `${path} DESC`,
    `CASE ${op} WHEN 'D' THEN 0 WHEN 'U' THEN 1 ELSE 2 END`,
  ];
  const columns = table.columns.filter(({ name }) => !added.has(name.toLowerCase()));
  return [
    `SELECT ${columns.map((column) => typed(table, column)).join(', ')}`,
    'FROM (',
    '  SELECT *, row_number() OVER (',
    `    PARTITION BY ${primaryKey.map(quoted).join(', ')}`,
    `    ORDER BY ${order.join(', ')}`,
    '  ) AS lakeferry_rank',
    `  FROM ${from}`,
    ')',
    `WHERE lakeferry_rank = 1 AND ${op} <> 'D'`,
  ].join('\n');
}

/** Least where there is none: a null, the empty text of a loaded row, or a value of another column that a CSV file has in its place. */
function sequenceOf(sequence: string): string {
  return `CASE WHEN length(${quoted(sequence)}) = ${sequenceDigits} THEN ${quoted(sequence)} ELSE '' END`;
}

/** The view that a person runs once in Athena; undefined when the table needs none, or cannot have one. */
export function athenaView(table: ViewedTable, view: string): string | undefined {
  const from = `${quoted(table.database)}.${quoted(table.name)}`;
  const select =
    table.kind === 'arrival'
      ? currentSelect(table, from, athena)
      : table.nullValue === undefined
        ? undefined
        : typedSelect(table, from);
  if (select === undefined) return undefined;
  return `CREATE OR REPLACE VIEW ${quoted(table.database)}.${quoted(view)} AS\n${select};`;
}

function typed({ nullValue }: ViewedTable, { name, type }: { name: string; type: string }): string {
  const column = quoted(name.toLowerCase());
  if (nullValue === undefined) return column;
  const value = `NULLIF(${column}, ${literal(nullValue)})`;
  // Bytes are hexadecimal digits in DMS's CSV: text to whoever reads it.
  return `${type === 'string' || type === 'binary' ? value : `CAST(${value} AS ${sqlType(type)})`} AS ${column}`;
}

export function quoted(name: string): string {
  return `"${name.toLowerCase().replaceAll('"', '""')}"`;
}

export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
