import { Client, type ClientConfig } from 'pg';
import type { SourceTable } from '../mapping/selection';
import type { SourceColumn } from './data-type';
import { isSourceLost, SourceLostError } from './failures';

/** Session settings for values as text: UTC, ISO dates, exact floats, plain literals. No timeouts. */
export const sessionSettings =
  "SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres'; SET extra_float_digits = 1; SET bytea_output = 'hex'; SET standard_conforming_strings = on; SET xmloption = 'content'; SET lc_monetary = 'C'; SET statement_timeout = 0";

/** Real time: on a busy machine a server that is there answers late. One that is not there refuses at once. */
export const connectMilliseconds = 60_000;

/** Connects with `sessionSettings`. Throws SourceLostError. */
export async function connectSource(config: ClientConfig): Promise<Client> {
  const client = new Client({
    ...config,
    application_name: 'lakeferry local DMS',
    connectionTimeoutMillis: connectMilliseconds,
  });
  // A lost server also emits this event. The running query rejects, and is handled there.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(sessionSettings);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new SourceLostError(`Cannot connect to the source database: ${message}`, { cause: error });
  }
  return client;
}

/** Runs `work`. An error of a broken connection becomes SourceLostError. */
export async function whileConnected<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isSourceLost(error)) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new SourceLostError(`The connection to the source database was lost: ${message}`, { cause: error });
  }
}

/** Tables and views outside the system schemas: of a partitioned or inherited table, parents and children. */
export async function listTables(client: Client): Promise<readonly SourceTable[]> {
  const { rows } = await client.query<{ schema: string; table: string; relkind: string; rows: number }>(`
    SELECT n.nspname AS schema, c.relname AS table, c.relkind::text AS relkind, c.reltuples::float8 AS rows
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm')
      AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'`);
  return rows.map(({ schema, table, relkind, rows: estimatedRows }) => ({
    schema,
    table,
    kind: relkind === 'v' || relkind === 'm' ? 'view' : 'table',
    estimatedRows,
  }));
}

export interface CatalogColumn extends SourceColumn {
  /** Type of the column itself, without length or precision, as PostgreSQL writes it. */
  readonly declared: string;
  /** Type to cast a text to: the base type of a domain, with length or precision. */
  readonly sqlType: string;
}

/** Columns in their order, with base types instead of domains. Empty when the table does not exist. */
export async function readColumns(
  client: Client,
  schema: string,
  table: string,
): Promise<readonly CatalogColumn[]> {
  const { rows } = await client.query<CatalogColumn>(
    `WITH RECURSIVE resolved AS (
       SELECT a.attnum, a.attname, a.atttypid AS own, a.atttypid AS type, a.atttypmod AS modifier
       FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = $1 AND c.relname = $2 AND a.attnum > 0 AND NOT a.attisdropped
       UNION ALL
       SELECT r.attnum, r.attname, r.own, t.typbasetype, CASE WHEN r.modifier = -1 THEN t.typtypmod ELSE r.modifier END
       FROM resolved r JOIN pg_type t ON t.oid = r.type WHERE t.typtype = 'd')
     SELECT r.attname AS name, t.typname AS "typeName", t.typcategory::text AS category, r.modifier,
       format_type(r.own, NULL) AS declared, format_type(r.type, r.modifier) AS "sqlType"
     FROM resolved r JOIN pg_type t ON t.oid = r.type WHERE t.typtype <> 'd' ORDER BY r.attnum`,
    [schema, table],
  );
  return rows;
}

/** Columns of the primary key in its order. Empty when the table has none. */
export async function readPrimaryKey(
  client: Client,
  schema: string,
  table: string,
): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT a.attname AS name FROM pg_index i CROSS JOIN unnest(i.indkey) WITH ORDINALITY AS k(attnum, place)
     JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
     JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE i.indisprimary AND n.nspname = $1 AND c.relname = $2 ORDER BY k.place`,
    [schema, table],
  );
  return rows.map(({ name: column }) => column);
}
