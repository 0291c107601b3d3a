/**
 * Table of the made-up company. The SQL is deterministic: the same scale gives the same rows on every
 * machine.
 */
export interface DemoTable {
  readonly schema: string;
  readonly table: string;
  /** Columns and constraints: the text between the brackets of CREATE TABLE. */
  readonly columns: string;
  /** Query of INSERT for a table of about `rows` rows. Absent: the table stays empty. */
  readonly query?: (rows: number) => string;
  /** Number of rows at scale 1. Lists that do not grow with the business have no `grows`. */
  readonly rows: number;
  readonly grows?: true;
}

export interface DemoTables {
  readonly database: string;
  readonly schema: string;
  /** Ordered so that a table's query may read the tables before it. */
  readonly tables: readonly DemoTable[];
}

/**
 * Temporary functions for the queries. `spread(n, salt, size)` spreads n over 0 ... size-1, `pick` picks a
 * word by it, and `share` spreads over 0 ... 1. They use PostgreSQL's hash instead of random(), so that rows
 * do not depend on their order.
 */
export const scatterFunctions = `
  CREATE FUNCTION pg_temp.spread(n bigint, salt int, size int) RETURNS int IMMUTABLE LANGUAGE sql
    AS 'SELECT ((hashint8extended(n, salt) & 9007199254740991) % size)::int';
  CREATE FUNCTION pg_temp.pick(n bigint, salt int, words text[]) RETURNS text IMMUTABLE LANGUAGE sql
    AS 'SELECT words[1 + pg_temp.spread(n, salt, array_length(words, 1))]';
  CREATE FUNCTION pg_temp.share(n bigint, salt int) RETURNS double precision IMMUTABLE LANGUAGE sql
    AS 'SELECT pg_temp.spread(n, salt, 1000000) / 1000000.0';
`;

export function words(list: readonly string[]): string {
  return `ARRAY[${list.map((word) => `'${word.replaceAll("'", "''")}'`).join(', ')}]`;
}

export function quotedName(table: DemoTable): string {
  return [table.schema, table.table].map((name) => `"${name.replaceAll('"', '""')}"`).join('.');
}
