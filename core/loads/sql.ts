import type { CsvDialect, LoadPlan } from '../planning/load-plan';

/** SQL texts of a load. Names are quoted, texts are literals: nothing of a file or a config becomes SQL. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Whatever standard_conforming_strings says. */
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

/** Temporary, so it is in no other session's way and gone with the transaction; unqualified, so `pg_temp` comes first. */
export const staging = 'pg_temp.lakeferry_staging';
export const carefulStaging = 'pg_temp.lakeferry_records';

/** The column's place in the record table. */
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

/** A temporary table with the types that the load says, to hold them against those of the table. */
export function wantedTypes({ columns }: LoadPlan): string {
  const typed = columns.flatMap(({ name, type }) =>
    type === undefined ? [] : [`${identifier(name)} ${type}`],
  );
  return `CREATE TEMP TABLE lakeferry_wanted (${typed.join(', ')}) ON COMMIT DROP`;
}

/** The file's values go into identity columns too, as COPY puts them there. */
const asGiven = 'OVERRIDING SYSTEM VALUE';

/**
 * Takes all rows out and puts others in, in one statement: foreign keys that refer to the table are looked at when both are done, so rows
 * that come back under their keys may be referred to. The join makes the old rows go first.
 */
export function deleteAndInsert({ table, columns }: LoadPlan, select: string): string {
  const names = list(columns.map(({ name }) => name));
  return `WITH gone AS (DELETE FROM ${qualified(table)} RETURNING 1), counted AS (SELECT count(*) FROM gone)
    INSERT INTO ${qualified(table)} (${names}) ${asGiven}
    SELECT ${names} FROM (${select}) AS fresh CROSS JOIN counted`;
}

/** Rows from `source` (a table or a parenthesized query with the load's columns) into the table. */
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

/** Keys that stand twice, or not at all, among the staged rows. */
export function unclearKeys({ keys }: LoadPlan): string {
  const isNull = keys.map((key) => `${identifier(key)} IS NULL`).join(' OR ');
  return `SELECT 1 FROM ${staging} GROUP BY ${list(keys)} HAVING count(*) > 1 OR ${isNull} LIMIT 1`;
}

export const loadHistoryTable = 'lakeferry_loads.loaded_files';

/**
 * In the same database, so that a file and the note of it are committed together. Not in a schema `lakeferry`: a user of that name, which
 * is likely, would find it first in the search path, and make tables there.
 */
export const createLoadHistory = [
  'CREATE SCHEMA IF NOT EXISTS lakeferry_loads',
  `CREATE TABLE IF NOT EXISTS ${loadHistoryTable} (
     load text NOT NULL, bucket text NOT NULL, key text NOT NULL, version text NOT NULL, etag text NOT NULL,
     sequencer text NOT NULL, written_at timestamptz NOT NULL, rows bigint NOT NULL, rejected bigint NOT NULL,
     run text NOT NULL, loaded_at timestamptz NOT NULL DEFAULT now(),
     PRIMARY KEY (load, bucket, key, version))`,
];
