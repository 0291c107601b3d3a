import type { CsvDialect, LoadPlan } from '../planning/load-plan';

/** Quoted name. Names and texts of files and configurations never become SQL. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Text literal, valid for each value of standard_conforming_strings. */
export function literal(text: string): string {
  const quoted = `'${text.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`;
  return text.includes('\\') ? ` E${quoted}` : quoted;
}

export function qualified({ schema, name }: LoadPlan['table']): string {
  return `${identifier(schema)}.${identifier(name)}`;
}

export function list(names: readonly string[]): string {
  return names.map(identifier).join(', ');
}

/** Staging table of a load: temporary, so that no other session sees it and it ends with the transaction. */
export const staging = 'pg_temp.lakeferry_staging';
export const carefulStaging = 'pg_temp.lakeferry_records';

/** Name of a column in the record table. */
export function recordColumn(index: number): string {
  return `c${index + 1}`;
}

/** Options of COPY for a file in the load's dialect. */
export function copyOptions(dialect: CsvDialect, more: readonly string[] = []): string {
  const { delimiter, quote, nullToken } = dialect;
  return [
    'FORMAT csv',
    `DELIMITER ${literal(delimiter)}`,
    `QUOTE ${literal(quote)}`,
    `ESCAPE ${literal(quote)}`,
    `NULL ${literal(nullToken)}`,
    ...more,
  ].join(', ');
}

export function createTable({ table, columns, mode, keys }: LoadPlan): string {
  const lines = columns.map(({ name, type }) => `${identifier(name)} ${type ?? 'text'}`);
  if (mode === 'upsert') lines.push(`PRIMARY KEY (${list(keys)})`);
  return `CREATE TABLE IF NOT EXISTS ${qualified(table)} (${lines.join(', ')})`;
}

/** Statement that creates a temporary table with the load's types, to compare them with the table's types. */
export function wantedTypes({ columns }: LoadPlan): string {
  const typed = columns.flatMap(({ name, type }) =>
    type === undefined ? [] : [`${identifier(name)} ${type}`],
  );
  return `CREATE TEMP TABLE lakeferry_wanted (${typed.join(', ')}) ON COMMIT DROP`;
}

/** Clause that writes the file's values into identity columns, as COPY does. */
const asGiven = 'OVERRIDING SYSTEM VALUE';

/**
 * Statement that replaces all rows. PostgreSQL checks foreign keys to the table at the end of the statement, so other tables may
 * refer to rows whose keys come back. The join makes the deletion run first.
 */
export function deleteAndInsert({ table, columns }: LoadPlan, select: string): string {
  const names = list(columns.map(({ name }) => name));
  return `WITH gone AS (DELETE FROM ${qualified(table)} RETURNING 1), counted AS (SELECT count(*) FROM gone)
    INSERT INTO ${qualified(table)} (${names}) ${asGiven}
    SELECT ${names} FROM (${select}) AS fresh CROSS JOIN counted`;
}

/** Statement that inserts the rows of a query with the load's columns. */
export function insertInto({ table, columns, mode, keys }: LoadPlan, select: string): string {
  const names = columns.map(({ name }) => name);
  const insert = `INSERT INTO ${qualified(table)} (${list(names)}) ${asGiven} ${select}`;
  if (mode !== 'upsert') return insert;
  const others = names.filter((name) => !keys.includes(name));
  const set = others.map((name) => `${identifier(name)} = EXCLUDED.${identifier(name)}`).join(', ');
  return `${insert} ON CONFLICT (${list(keys)}) DO ${set === '' ? 'NOTHING' : `UPDATE SET ${set}`}`;
}

export function selectStaged({ columns }: LoadPlan): string {
  return `SELECT ${list(columns.map(({ name }) => name))} FROM ${staging}`;
}

/** Query for keys that occur twice, or are NULL, among the staged rows. */
export function unclearKeys({ keys }: LoadPlan): string {
  const isNull = keys.map((key) => `${identifier(key)} IS NULL`).join(' OR ');
  return `SELECT 1 FROM ${staging} GROUP BY ${list(keys)} HAVING count(*) > 1 OR ${isNull} LIMIT 1`;
}

export const loadHistoryTable = 'lakeferry_loads.loaded_files';

/**
 * Statements that create the load history. It is in the target database, so that a file and its entry are committed together.
 * Its schema is not called `lakeferry`: a user of that name would find it first in the search path and create tables in it.
 */
export const createLoadHistory = [
  'CREATE SCHEMA IF NOT EXISTS lakeferry_loads',
  `CREATE TABLE IF NOT EXISTS ${loadHistoryTable} (
     load text NOT NULL, bucket text NOT NULL, key text NOT NULL, version text NOT NULL, etag text NOT NULL,
     sequencer text NOT NULL, written_at timestamptz NOT NULL, rows bigint NOT NULL, rejected bigint NOT NULL,
     run text NOT NULL, loaded_at timestamptz NOT NULL DEFAULT now(),
     PRIMARY KEY (load, bucket, key, version))`,
];
