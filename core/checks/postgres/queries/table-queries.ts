import type { Query } from '../../query/query';

const timeoutSeconds = 20;

const slots = `
SELECT slot_name::text AS name, slot_type, database = current_database() AS is_here, active,
  coalesce(row_to_json(s) ->> 'wal_status', '') AS wal_status, row_to_json(s) ->> 'confirmed_flush_lsn' AS confirmed_lsn,
  %LAG%(%NOW%, restart_lsn)::text AS lag_bytes
FROM pg_replication_slots s ORDER BY slot_name`;

/** PostgreSQL 10 renamed these functions. */
const slotsOf = (lag: string, primary: string, standby: string): string =>
  slots
    .replace('%LAG%', lag)
    .replace('%NOW%', `CASE WHEN pg_is_in_recovery() THEN ${standby}() ELSE ${primary}() END`);

/**
 * A domain is reported as its base type, an enum or composite under that word, and a type of an
 * extension by its bare name.
 */
const columns = `
SELECT a.attrelid::text AS id, a.attname::text AS name, NOT a.attnotnull AS nullable,
  coalesce(row_to_json(a) ->> 'attgenerated', '') AS generated, coalesce(row_to_json(a) ->> 'attidentity', '') AS identity,
  CASE WHEN b.typtype = 'e' THEN 'enum' WHEN b.typtype = 'c' THEN 'composite'
    WHEN b.typcategory = 'A' THEN format_type(b.oid, NULL)
    WHEN bn.nspname = 'pg_catalog' THEN format_type(b.oid, NULL) ELSE b.typname::text END AS type,
  CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END AS modifier
FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
JOIN pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
JOIN pg_namespace bn ON bn.oid = b.typnamespace
WHERE a.attrelid IN (SELECT value::oid FROM json_array_elements_text($1::json)) AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attrelid, a.attnum`;

const keys = `
SELECT i.indrelid::text AS id, c.relname::text AS name, i.indisprimary AS is_primary, i.indisreplident AS is_identity,
  i.indimmediate AS is_immediate, i.indisvalid AS is_valid, i.indpred IS NOT NULL AS is_partial,
  i.indexprs IS NOT NULL AS has_expressions, coalesce(pg_get_expr(i.indexprs, i.indrelid) ~* 'coalesce', false) AS has_coalesce,
  (SELECT json_agg(a.attname::text ORDER BY k.place)::text FROM unnest(i.indkey::smallint[]) WITH ORDINALITY AS k(number, place)
    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number) AS columns,
  (SELECT bool_and(a.attnotnull) FROM unnest(i.indkey::smallint[]) AS k(number)
    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number) AS not_null
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE i.indisunique AND i.indrelid IN (SELECT value::oid FROM json_array_elements_text($1::json))
ORDER BY i.indrelid, i.indexrelid`;

/**
 * Rows of their own in tables with children. The server itself quotes the names (%I of format).
 */
const ownRows = `
SELECT c.oid::text AS id, query_to_xml(format('SELECT FROM ONLY %I.%I LIMIT 1', n.nspname, c.relname), false, true, '')::text AS row
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.oid IN (SELECT value::oid FROM json_array_elements_text($1::json)) AND has_table_privilege(c.oid, 'SELECT')`;

/**
 * Queries about the slots, and about the selected tables by their ids. `versionNumber` is
 * server_version_num, and `parentIds` the tables with inheriting tables.
 */
export function tableQueries(
  ids: readonly string[],
  versionNumber: number,
  parentIds: readonly string[] = [],
): readonly Query[] {
  const bind = JSON.stringify(ids);
  const slotQuery =
    versionNumber >= 100_000
      ? slotsOf('pg_wal_lsn_diff', 'pg_current_wal_lsn', 'pg_last_wal_replay_lsn')
      : slotsOf('pg_xlog_location_diff', 'pg_current_xlog_location', 'pg_last_xlog_replay_location');
  return [
    { id: 'slots', sql: slotQuery.trim(), binds: [], timeoutSeconds },
    { id: 'columns', sql: columns.trim(), binds: [bind], timeoutSeconds },
    { id: 'keys', sql: keys.trim(), binds: [bind], timeoutSeconds },
    ...(parentIds.length === 0
      ? []
      : [{ id: 'own-rows', sql: ownRows.trim(), binds: [JSON.stringify(parentIds)], timeoutSeconds }]),
  ];
}
