import { likePattern } from '../../query/like-pattern';
import type { Query } from '../../query/query';
import type { CheckRequest } from '../../request/check-request';

/** Limit for queries of the dictionary. */
const timeoutSeconds = 20;
/** Names read of a database, from which the nearest is suggested. */
const maxNames = 5_000;

/**
 * Columns that some versions lack are read through JSON, where their absence is not an error. Only
 * reset_val shows the server's zone: the session has its own.
 */
const server = `
SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS version_number,
  to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS utc,
  (SELECT (extract(epoch FROM (now() AT TIME ZONE reset_val) - (now() AT TIME ZONE 'UTC')) / 60)::int
    FROM pg_settings WHERE name = 'TimeZone') AS utc_offset_minutes,
  current_setting('server_encoding') AS encoding,
  (SELECT split_part(c, '=', 2) FROM pg_db_role_setting s, unnest(s.setconfig) AS c
    WHERE s.setdatabase IN (0, (SELECT d.oid FROM pg_database d WHERE d.datname = current_database()))
      AND s.setrole IN (0, r.oid) AND lower(c) LIKE 'client\\_encoding=%'
    ORDER BY s.setrole DESC, s.setdatabase DESC LIMIT 1) AS default_client_encoding,
  current_user::text AS login, pg_is_in_recovery() AS is_standby,
  r.rolsuper AS is_superuser, r.rolreplication AS may_replicate,
  coalesce(row_to_json(r) ->> 'rolbypassrls', 'false') AS sees_all_rows,
  EXISTS (SELECT FROM pg_roles m WHERE m.rolname = 'rds_superuser') AS is_rds,
  EXISTS (SELECT FROM pg_proc p WHERE p.proname = 'aurora_version') AS is_aurora,
  EXISTS (SELECT FROM pg_roles m WHERE m.rolname = 'rds_replication' AND pg_has_role(m.oid, 'MEMBER')) AS in_rds_replication,
  EXISTS (SELECT FROM pg_roles m WHERE m.rolname IN ('rds_superuser', 'pg_monitor', 'pg_read_all_stats')
    AND pg_has_role(m.oid, 'MEMBER')) AS sees_all_sessions,
  EXISTS (SELECT FROM pg_event_trigger WHERE evtname = 'awsdms_intercept_ddl') AS has_ddl_trigger,
  EXISTS (SELECT FROM pg_extension WHERE extname = 'pglogical') AS has_pglogical
FROM pg_roles r WHERE r.rolname = current_user`;

const settings = `
SELECT name, setting, reset_val AS session_default, coalesce(unit, '') AS unit FROM pg_settings WHERE name IN ('wal_level', 'max_replication_slots',
  'max_wal_senders', 'wal_sender_timeout', 'max_slot_wal_keep_size', 'idle_in_transaction_session_timeout',
  'max_worker_processes', 'max_logical_replication_workers', 'autovacuum_max_workers', 'max_parallel_workers',
  'DateStyle', 'IntervalStyle', 'bytea_output', 'extra_float_digits', 'TimeZone', 'lc_monetary', 'synchronous_commit', 'shared_preload_libraries', 'rds.logical_replication')`;

const activity = `
SELECT (SELECT count(*) FROM pg_stat_replication)::int AS senders,
  (SELECT count(*) FROM pg_prepared_xacts)::int AS prepared,
  count(*)::int AS long_open, coalesce(max(extract(epoch FROM clock_timestamp() - xact_start)), 0)::int AS longest_seconds,
  min(pid) AS pid
FROM pg_stat_activity
WHERE xact_start < clock_timestamp() - interval '10 minutes' AND pid <> pg_backend_pid()`;

/**
 * Tables by exact name and by patterns for LIKE, which select more than the patterns of DMS. The
 * rest is left out afterwards. Sizes and rows include all partitions and inheriting tables.
 */
const tables = `
WITH RECURSIVE listed AS (SELECT a.s, a.t FROM json_to_recordset($1::json) AS a(s text, t text)),
patterns AS (SELECT p.s, p.t FROM json_to_recordset($2::json) AS p(s text, t text)),
wanted AS (
  SELECT c.oid AS id, c AS class, n.nspname::text AS schema, c.relname::text AS name, c.relnamespace
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND (
    (n.nspname::text, c.relname::text) IN (SELECT s, t FROM listed)
    OR (n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      AND EXISTS (SELECT FROM patterns p WHERE n.nspname LIKE p.s AND c.relname LIKE p.t)))
),
parts AS (
  SELECT id AS root, id AS leaf FROM wanted
  UNION SELECT p.root, i.inhrelid FROM parts p JOIN pg_inherits i ON i.inhparent = p.leaf
),
wholes AS (
  SELECT id AS leaf, i.inhparent AS whole FROM wanted JOIN pg_inherits i ON i.inhrelid = id
  UNION SELECT w.leaf, i.inhparent FROM wholes w JOIN pg_inherits i ON i.inhrelid = w.whole
),
above AS (
  SELECT w.leaf, json_agg(json_build_object('id', c.oid::text, 'schema', n.nspname::text, 'table', c.relname::text,
    'kind', c.relkind::text, 'top', NOT EXISTS (SELECT FROM pg_inherits i WHERE i.inhrelid = c.oid))
    ORDER BY n.nspname, c.relname) AS parents
  FROM wholes w JOIN pg_class c ON c.oid = w.whole JOIN pg_namespace n ON n.oid = c.relnamespace GROUP BY w.leaf
),
sizes AS (
  SELECT p.root, sum(greatest(c.reltuples, 0))::bigint AS rows, sum(c.relpages)::bigint AS pages,
    sum(pg_total_relation_size(c.oid)) AS bytes, bool_and(c.reltuples < 0) AS unknown,
    json_agg(json_build_object('id', c.oid::text, 'schema', n.nspname::text, 'table', c.relname::text,
      'kind', c.relkind::text) ORDER BY n.nspname, c.relname) FILTER (WHERE p.leaf <> p.root) AS heirs
  FROM parts p JOIN pg_class c ON c.oid = p.leaf JOIN pg_namespace n ON n.oid = c.relnamespace GROUP BY p.root
)
SELECT w.id::text AS id, w.schema, w.name, (w.class).relkind::text AS kind, (w.class).relpersistence::text AS persistence,
  (w.class).relreplident::text AS replica_identity,
  coalesce(row_to_json(w.class) ->> 'relrowsecurity', 'false') AS row_security,
  coalesce(row_to_json(w.class) ->> 'relforcerowsecurity', 'false') AS forced_row_security,
  coalesce(row_to_json(w.class) ->> 'relispartition', 'false') AS is_partition,
  pg_has_role((w.class).relowner, 'USAGE') AS is_owner,
  has_schema_privilege(w.relnamespace, 'USAGE') AS may_enter, has_table_privilege(w.id, 'SELECT') AS may_select,
  (w.class).reltoastrelid <> 0 AS has_toast,
  CASE WHEN (w.class).reltoastrelid <> 0 THEN pg_relation_size((w.class).reltoastrelid)::text END AS toast_bytes,
  (SELECT pg_get_triggerdef(t.oid) FROM pg_trigger t WHERE t.tgrelid = w.id AND t.tgenabled IN ('O', 'A')
    AND t.tgname = 'lakeferry_keep_key') AS keep_key,
  EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = w.id AND t.tgenabled IN ('O', 'A')
    AND t.tgname = 'lakeferry_keep_rows') AS keeps_rows,
  a.parents::text AS parents, s.heirs::text AS heirs,
  s.rows::text AS rows, s.pages::text AS pages, s.bytes::text AS bytes, s.unknown AS rows_unknown
FROM wanted w JOIN sizes s ON s.root = w.id LEFT JOIN above a ON a.leaf = w.id ORDER BY w.schema, w.name`;

/** Names in the requested schemas come first. */
const names = `
SELECT n.nspname::text AS schema, c.relname::text AS name
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
ORDER BY lower(n.nspname) IN (SELECT lower(a.s) FROM json_to_recordset($1::json) AS a(s text)) DESC, 1, 2
LIMIT ${maxNames}`;

/** Queries about the server, and about the tables that exist. */
export function serverQueries(request: CheckRequest): readonly Query[] {
  const listed = request.tables.map(({ schema, table }) => ({ s: schema, t: table }));
  const parents = (request.partitions ?? []).map(({ parent }) => ({ s: parent.schema, t: parent.table }));
  const patterns = request.patterns.map(({ schema, table }) => ({
    s: likePattern(schema),
    t: likePattern(table),
  }));
  const about = (id: string, sql: string, ...binds: readonly unknown[]): Query => ({
    id,
    sql: sql.trim(),
    // Names of PostgreSQL hold no NUL, and its JSON does not accept one.
    binds: binds.map((bind) => JSON.stringify(bind).replaceAll('\\u0000', '')),
    timeoutSeconds,
  });
  return [
    about('server', server),
    about('settings', settings),
    about('activity', activity),
    about('tables', tables, [...listed, ...parents], patterns),
    about('names', names, listed),
  ];
}
