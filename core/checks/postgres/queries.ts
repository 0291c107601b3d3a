import { likePattern } from '../query/identifiers';
import type { Query } from '../query/query';
import type { CheckRequest } from '../request/check-request';

/** Seconds after which a question about the dictionary is given up. */
const patience = 20;
/** Names read of a database, to offer the nearest. */
const mostNames = 5_000;

/** Columns that a version does not have are read by way of JSON, where their absence is no error. reset_val: our session has a zone of its own. */
const server = `
SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS version_number,
  to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS utc,
  (SELECT (extract(epoch FROM (now() AT TIME ZONE reset_val) - (now() AT TIME ZONE 'UTC')) / 60)::int
    FROM pg_settings WHERE name = 'TimeZone') AS utc_offset_minutes,
  current_user::text AS login, pg_is_in_recovery() AS is_standby,
  r.rolsuper AS is_superuser, r.rolreplication AS may_replicate,
  coalesce(row_to_json(r) ->> 'rolbypassrls', 'false') AS sees_all_rows,
  EXISTS (SELECT FROM pg_roles m WHERE m.rolname = 'rds_superuser') AS is_rds,
  EXISTS (SELECT FROM pg_proc p WHERE p.proname = 'aurora_version') AS is_aurora,
  EXISTS (SELECT FROM pg_roles m WHERE m.rolname = 'rds_replication' AND pg_has_role(m.oid, 'MEMBER')) AS in_rds_replication,
  EXISTS (SELECT FROM pg_roles m WHERE m.rolname IN ('rds_superuser', 'pg_monitor', 'pg_read_all_stats')
    AND pg_has_role(m.oid, 'MEMBER')) AS sees_all_sessions,
  EXISTS (SELECT FROM pg_event_trigger WHERE evtname = 'awsdms_intercept_ddl') AS has_ddl_trigger
FROM pg_roles r WHERE r.rolname = current_user`;

const settings = `
SELECT name, setting, coalesce(unit, '') AS unit FROM pg_settings WHERE name IN ('wal_level', 'max_replication_slots',
  'max_wal_senders', 'wal_sender_timeout', 'max_slot_wal_keep_size', 'idle_in_transaction_session_timeout',
  'max_worker_processes', 'max_logical_replication_workers', 'autovacuum_max_workers', 'max_parallel_workers',
  'synchronous_commit', 'shared_preload_libraries', 'rds.logical_replication')`;

const slots = `
SELECT slot_name::text AS name, slot_type, database = current_database() AS is_here, active,
  coalesce(row_to_json(s) ->> 'wal_status', '') AS wal_status, row_to_json(s) ->> 'confirmed_flush_lsn' AS confirmed_lsn,
  %LAG%(%NOW%, restart_lsn)::text AS lag_bytes
FROM pg_replication_slots s ORDER BY slot_name`;

/** The functions' names changed in PostgreSQL 10; both are asked for by what the dictionary has. */
const slotsOf = (lag: string, primary: string, standby: string): string =>
  slots
    .replace('%LAG%', lag)
    .replace('%NOW%', `CASE WHEN pg_is_in_recovery() THEN ${standby}() ELSE ${primary}() END`);

const activity = `
SELECT (SELECT count(*) FROM pg_stat_replication)::int AS senders,
  (SELECT count(*) FROM pg_prepared_xacts)::int AS prepared,
  count(*)::int AS long_open, coalesce(max(extract(epoch FROM clock_timestamp() - xact_start)), 0)::int AS longest_seconds,
  min(pid) AS pid
FROM pg_stat_activity
WHERE xact_start < clock_timestamp() - interval '10 minutes' AND pid <> pg_backend_pid()`;

/**
 * Tables by exact name and by patterns as LIKE reads them, which is more than DMS's patterns mean: what is too much is left out
 * afterwards. Sizes and rows are those of all partitions and heirs.
 */
const tables = `
WITH RECURSIVE asked AS (SELECT a.s, a.t FROM json_to_recordset($1::json) AS a(s text, t text)),
patterns AS (SELECT p.s, p.t FROM json_to_recordset($2::json) AS p(s text, t text)),
wanted AS (
  SELECT c.oid AS id, c AS class, n.nspname::text AS schema, c.relname::text AS name, c.relnamespace
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND (
    (n.nspname::text, c.relname::text) IN (SELECT s, t FROM asked)
    OR (n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      AND EXISTS (SELECT FROM patterns p WHERE n.nspname LIKE p.s AND c.relname LIKE p.t)))
),
parts AS (
  SELECT id AS root, id AS leaf FROM wanted
  UNION SELECT p.root, i.inhrelid FROM parts p JOIN pg_inherits i ON i.inhparent = p.leaf
),
sizes AS (
  SELECT p.root, sum(greatest(c.reltuples, 0))::bigint AS rows, sum(c.relpages)::bigint AS pages,
    sum(pg_total_relation_size(c.oid)) AS bytes, bool_and(c.reltuples < 0) AS unknown, count(*) - 1 AS heirs
  FROM parts p JOIN pg_class c ON c.oid = p.leaf GROUP BY p.root
)
SELECT w.id::text AS id, w.schema, w.name, (w.class).relkind::text AS kind, (w.class).relpersistence::text AS persistence,
  (w.class).relreplident::text AS replica_identity,
  coalesce(row_to_json(w.class) ->> 'relrowsecurity', 'false') AS row_security,
  coalesce(row_to_json(w.class) ->> 'relforcerowsecurity', 'false') AS forced_row_security,
  coalesce(row_to_json(w.class) ->> 'relispartition', 'false') AS is_partition,
  pg_has_role((w.class).relowner, 'USAGE') AS is_owner,
  has_schema_privilege(w.relnamespace, 'USAGE') AS may_enter, has_table_privilege(w.id, 'SELECT') AS may_select,
  (SELECT i.inhparent::text FROM pg_inherits i WHERE i.inhrelid = w.id LIMIT 1) AS parent,
  s.rows::text AS rows, s.pages::text AS pages, s.bytes::text AS bytes, s.unknown AS rows_unknown, s.heirs::text AS heirs
FROM wanted w JOIN sizes s ON s.root = w.id ORDER BY w.schema, w.name`;

/** Those in the schemas asked for first. */
const names = `
SELECT n.nspname::text AS schema, c.relname::text AS name
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
ORDER BY lower(n.nspname) IN (SELECT lower(a.s) FROM json_to_recordset($1::json) AS a(s text)) DESC, 1, 2
LIMIT ${mostNames}`;

/** A domain comes as the type under it; enums and composites under those words; what extensions bring by its bare name. */
const columns = `
SELECT a.attrelid::text AS id, a.attname::text AS name, NOT a.attnotnull AS nullable,
  coalesce(row_to_json(a) ->> 'attgenerated', '') AS generated,
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

/** Of the server, and which tables there are: whatever is asked for. */
export function firstQueries(request: CheckRequest): readonly Query[] {
  const requested = request.tables.map(({ schema, table }) => ({ s: schema, t: table }));
  const patterns = request.patterns.map(({ schema, table }) => ({
    s: likePattern(schema),
    t: likePattern(table),
  }));
  const about = (id: string, sql: string, ...binds: readonly unknown[]): Query => ({
    id,
    sql: sql.trim(),
    // No name of PostgreSQL holds a NUL, and its JSON takes none.
    binds: binds.map((bind) => JSON.stringify(bind).replaceAll('\\u0000', '')),
    timeoutSeconds: patience,
  });
  return [
    about('server', server),
    about('settings', settings),
    about('activity', activity),
    about('tables', tables, requested, patterns),
    about('names', names, requested),
  ];
}

/** Of the tables that the job selects, by their ids. `versionNumber` is server_version_num. */
export function tableQueries(ids: readonly string[], versionNumber: number): readonly Query[] {
  const bind = JSON.stringify(ids);
  const lag =
    versionNumber >= 100_000
      ? slotsOf('pg_wal_lsn_diff', 'pg_current_wal_lsn', 'pg_last_wal_replay_lsn')
      : slotsOf('pg_xlog_location_diff', 'pg_current_xlog_location', 'pg_last_xlog_replay_location');
  return [
    { id: 'slots', sql: lag.trim(), binds: [], timeoutSeconds: patience },
    { id: 'columns', sql: columns.trim(), binds: [bind], timeoutSeconds: patience },
    { id: 'keys', sql: keys.trim(), binds: [bind], timeoutSeconds: patience },
  ];
}
