import type { Client } from 'pg';
import { fill } from './dictionary-stand-in';

type Values = Readonly<Record<string, string | number | null>>;

/**
 * The catalogue views and functions of SQL Server that the checks read, named and typed as in
 * Microsoft's documentation (bit as int). Filled as a healthy database that is ready for capture;
 * tests change what they are about.
 */
export async function createSqlServerDictionary(client: Client): Promise<void> {
  await client.query(`
    CREATE SCHEMA sys; CREATE SCHEMA msdb_dbo;
    CREATE TABLE properties (name text, value text);
    CREATE FUNCTION serverproperty(wanted text) RETURNS text LANGUAGE sql AS 'SELECT value FROM properties WHERE name = wanted';
    CREATE FUNCTION db_name() RETURNS text LANGUAGE sql AS $$ SELECT 'shop' $$;
    CREATE FUNCTION db_id() RETURNS int LANGUAGE sql AS 'SELECT 5';
    CREATE FUNCTION suser_sname() RETURNS text LANGUAGE sql AS $$ SELECT 'dms' $$;
    CREATE FUNCTION is_srvrolemember(role text) RETURNS int LANGUAGE sql
      AS 'SELECT count(*)::int FROM properties WHERE name = ''role'' AND value = role';
    CREATE FUNCTION is_rolemember(role text) RETURNS int LANGUAGE sql
      AS 'SELECT count(*)::int FROM properties WHERE name = ''role'' AND value = role';
    CREATE FUNCTION has_perms_by_name(securable text, class text, permission text) RETURNS int LANGUAGE sql
      AS 'SELECT 1 - count(*)::int FROM properties WHERE name = ''denied'' AND value IN (permission, securable)';
    CREATE FUNCTION quotename(name text) RETURNS text LANGUAGE sql
      AS $$ SELECT '[' || replace(name, ']', ']]') || ']' $$;
    CREATE OPERATOR + (LEFTARG = text, RIGHTARG = text, FUNCTION = textcat);
    CREATE FUNCTION datalength(value text) RETURNS bigint LANGUAGE sql AS 'SELECT octet_length(value)::bigint * 2';
    CREATE FUNCTION sysutcdatetime() RETURNS timestamptz LANGUAGE sql AS 'SELECT now()';
    CREATE FUNCTION sysdatetime() RETURNS timestamptz LANGUAGE sql AS $$ SELECT now() + interval '60 minutes' $$;
    CREATE TABLE sys.databases (name text, recovery_model_desc text, is_cdc_enabled int, is_published int, is_read_only int,
      is_in_standby int, log_reuse_wait_desc text, delayed_durability_desc text, is_accelerated_database_recovery_on int,
      replica_id text);
    CREATE TABLE sys.database_recovery_status (database_id int, last_log_backup_lsn numeric);
    CREATE TABLE log_stats (log_min_lsn text);
    CREATE FUNCTION sys.dm_db_log_stats(database_id int) RETURNS SETOF log_stats LANGUAGE sql AS 'SELECT * FROM public.log_stats';
    CREATE TABLE msdb_dbo.backupset (database_name text, type char(1), first_lsn numeric);
    CREATE TABLE sys.dm_server_services (servicename text, status_desc text);
    CREATE TABLE sys.servers (name text, is_distributor int);
    CREATE TABLE msdb_dbo.cdc_jobs (database_id int, job_type text, pollinginterval bigint, retention bigint);
    CREATE TABLE sys.schemas (schema_id int, name text);
    CREATE TABLE sys.objects (object_id int, schema_id int, name text, type char(2));
    CREATE TABLE sys.tables (object_id int, name text, is_tracked_by_cdc int, is_replicated int, is_memory_optimized int,
      temporal_type_desc text, is_filetable int, is_external int);
    CREATE TABLE sys.types (user_type_id int, system_type_id int, name text);
    CREATE TABLE sys.columns (object_id int, column_id int, name text, system_type_id int, user_type_id int, max_length int,
      precision int, scale int, is_nullable int, is_computed int, is_sparse int, encryption_type_desc text, is_identity int);
    CREATE TABLE sys.indexes (object_id int, index_id int, type_desc text, is_primary_key int, is_unique int, has_filter int);
    CREATE TABLE sys.triggers (object_id int, parent_id int, is_disabled int);
    CREATE TABLE sys.sql_modules (object_id int, definition text);
    CREATE TABLE sys.index_columns (object_id int, index_id int, column_id int, key_ordinal int);
    CREATE TABLE sys.dm_db_partition_stats (object_id int, index_id int, row_count bigint, reserved_page_count bigint);
    CREATE SCHEMA sales;
    CREATE TABLE sales."Orders" (id int, note text);
    INSERT INTO sales."Orders" VALUES (1, 'short'), (2, repeat('x', 40000));
    INSERT INTO sys.types VALUES (56, 56, 'int'), (231, 231, 'nvarchar'), (106, 106, 'decimal'), (42, 42, 'datetime2'),
      (240, 240, 'geometry'), (260, 231, 'Email');
  `);
  await healthy(client);
}

/**
 * Back to the healthy state: Enterprise Edition on a server of one's own, MS-CDC on, the login
 * db_owner.
 */
export async function healthy(client: Client): Promise<void> {
  await client.query('DELETE FROM properties');
  await fill(client, 'properties', [
    { name: 'ProductVersion', value: '15.0.4385.2' },
    { name: 'Edition', value: 'Enterprise Edition (64-bit)' },
    { name: 'EngineEdition', value: '3' },
    { name: 'role', value: 'db_owner' },
  ]);
  await fill(client, 'sys.databases', [
    {
      name: 'shop',
      recovery_model_desc: 'FULL',
      is_cdc_enabled: 1,
      is_published: 0,
      is_read_only: 0,
      is_in_standby: 0,
      log_reuse_wait_desc: 'NOTHING',
      delayed_durability_desc: 'DISABLED',
      is_accelerated_database_recovery_on: 0,
    },
    { name: 'master', recovery_model_desc: 'SIMPLE' },
  ]);
  await fill(client, 'sys.database_recovery_status', [
    { database_id: 5, last_log_backup_lsn: '37000000010400001' },
  ]);
  await fill(client, 'sys.dm_server_services', [
    { servicename: 'SQL Server Agent (MSSQLSERVER)', status_desc: 'Running' },
  ]);
  await fill(client, 'sys.servers', [{ name: 'self', is_distributor: 0 }]);
  await fill(client, 'msdb_dbo.cdc_jobs', [
    { database_id: 5, job_type: 'capture', pollinginterval: 86_399, retention: 0 },
    { database_id: 5, job_type: 'cleanup', pollinginterval: 0, retention: 4_320 },
  ]);
  await fill(client, 'sys.schemas', [
    { schema_id: 1, name: 'dbo' },
    { schema_id: 6, name: 'sales' },
  ]);
  await fill(client, 'sys.objects', [
    { object_id: 101, schema_id: 6, name: 'Orders', type: 'U' },
    { object_id: 102, schema_id: 6, name: 'Visits', type: 'U' },
    { object_id: 103, schema_id: 6, name: 'OrdersView', type: 'V' },
  ]);
  const plain: Values = {
    is_tracked_by_cdc: 1,
    is_replicated: 0,
    is_memory_optimized: 0,
    temporal_type_desc: 'NON_TEMPORAL_TABLE',
    is_filetable: 0,
    is_external: 0,
  };
  await fill(client, 'sys.tables', [
    { object_id: 101, name: 'Orders', ...plain },
    { object_id: 102, name: 'Visits', ...plain },
  ]);
  await fill(client, 'sys.columns', [
    column(101, 1, 'id', 56, { max_length: 4, precision: 10, is_nullable: 0 }),
    column(101, 2, 'note', 231, { max_length: -1 }),
    column(101, 3, 'mail', 231, { max_length: 200, user_type_id: 260 }),
    column(101, 4, 'total', 106, { max_length: 9, precision: 12, scale: 2 }),
    column(101, 5, 'placed', 42, { max_length: 8, precision: 27, scale: 7 }),
    column(102, 1, 'id', 56, { max_length: 4, precision: 10, is_nullable: 0, is_identity: 1 }),
    column(102, 2, 'place', 240, { max_length: -1 }),
  ]);
  await fill(client, 'sys.triggers', [{ object_id: 201, parent_id: 101, is_disabled: 0 }]);
  await fill(client, 'sys.sql_modules', [{ object_id: 201, definition: keepsKey }]);
  const key: Values = { type_desc: 'CLUSTERED', is_primary_key: 1, is_unique: 1, has_filter: 0 };
  await fill(client, 'sys.indexes', [
    { object_id: 101, index_id: 1, ...key },
    { object_id: 101, index_id: 2, ...key, type_desc: 'NONCLUSTERED', is_primary_key: 0 },
    { object_id: 101, index_id: 3, ...key, type_desc: 'NONCLUSTERED', is_primary_key: 0, has_filter: 1 },
    { object_id: 102, index_id: 1, ...key },
  ]);
  await fill(client, 'sys.index_columns', [
    { object_id: 101, index_id: 1, column_id: 1, key_ordinal: 1 },
    { object_id: 101, index_id: 2, column_id: 3, key_ordinal: 1 },
    { object_id: 101, index_id: 3, column_id: 4, key_ordinal: 1 },
    { object_id: 102, index_id: 1, column_id: 1, key_ordinal: 1 },
  ]);
  await fill(client, 'sys.dm_db_partition_stats', [
    { object_id: 101, index_id: 1, row_count: 2, reserved_page_count: 3 },
    { object_id: 101, index_id: 2, row_count: 2, reserved_page_count: 1 },
    { object_id: 102, index_id: 1, row_count: 5, reserved_page_count: 1 },
    { object_id: 102, index_id: 1, row_count: 4, reserved_page_count: 1 },
  ]);
}

/** As SQL Server stores the text of a trigger. */
const keepsKey =
  "CREATE TRIGGER keep_key ON Orders AFTER UPDATE AS IF EXISTS (SELECT [id] FROM inserted EXCEPT SELECT [id] FROM deleted) THROW 50000, 'no', 1;";

export function column(
  objectId: number,
  place: number,
  name: string,
  type: number,
  more: Values = {},
): Values {
  return {
    object_id: objectId,
    column_id: place,
    name,
    system_type_id: type,
    user_type_id: type,
    max_length: 0,
    precision: 0,
    scale: 0,
    is_nullable: 1,
    is_computed: 0,
    is_sparse: 0,
    encryption_type_desc: null,
    is_identity: 0,
    ...more,
  };
}
