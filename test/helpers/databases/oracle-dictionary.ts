import type { Client } from 'pg';
import { fill } from './dictionary-stand-in';

/**
 * The views of Oracle's dictionary that the checks read, with the columns they read, named and
 * typed as in Oracle's Database Reference (19c). Filled as a healthy database that is ready for
 * capture; tests change what they are about.
 */
export async function createOracleDictionary(client: Client): Promise<void> {
  await client.query(`
    CREATE TABLE dual (dummy text); INSERT INTO dual VALUES ('X');
    CREATE TABLE v$version (banner text);
    CREATE TABLE v$database (name text, log_mode text, supplemental_log_data_min text, supplemental_log_data_pk text,
      supplemental_log_data_all text, database_role text, open_mode text, cdb text, current_scn numeric);
    CREATE TABLE v$parameter (name text, value text);
    CREATE TABLE nls_database_parameters (parameter text, value text);
    CREATE TABLE session_privs (privilege text);
    CREATE TABLE user_resource_limits (resource_name text, "limit" text);
    CREATE TABLE all_users (username text);
    CREATE TABLE v$archived_log (deleted text, first_time timestamp, next_time timestamp, standby_dest text,
      "THREAD#" numeric, "FIRST_CHANGE#" numeric, "NEXT_CHANGE#" numeric);
    CREATE TABLE v$log (status text, first_time timestamp, "THREAD#" numeric, "FIRST_CHANGE#" numeric);
    CREATE TABLE all_objects (owner text, object_name text, object_type text);
    CREATE TABLE all_tables (owner text, table_name text, num_rows numeric, blocks numeric, partitioned text, temporary text,
      iot_type text, cluster_name text);
    CREATE TABLE all_tab_cols (owner text, table_name text, column_name text, data_type text, data_type_owner text, data_length numeric,
      char_length numeric, data_precision numeric, data_scale numeric, nullable text, hidden_column text, virtual_column text,
      internal_column_id numeric);
    CREATE TABLE all_constraints (owner text, table_name text, constraint_name text, constraint_type text, status text);
    CREATE TABLE all_cons_columns (owner text, constraint_name text, column_name text, "position" numeric);
    CREATE TABLE all_log_groups (owner text, table_name text, log_group_type text, always text);
    CREATE TABLE all_tab_privs (table_schema text, table_name text, privilege text);
    CREATE TABLE all_encrypted_columns (owner text, table_name text, column_name text);
    CREATE TABLE all_triggers (table_owner text, table_name text, triggering_event text, when_clause text, status text);
    CREATE TABLE all_external_tables (owner text, table_name text);
    CREATE TABLE context (name text, value text);
    CREATE FUNCTION sys_context(space text, wanted text) RETURNS text LANGUAGE sql
      AS 'SELECT value FROM context WHERE name = wanted';
    CREATE FUNCTION sys_extract_utc(moment timestamptz) RETURNS timestamp LANGUAGE sql
      AS $$ SELECT moment AT TIME ZONE 'UTC' $$;
    CREATE SCHEMA dbms_lob;
    CREATE FUNCTION dbms_lob.getlength(value text) RETURNS int LANGUAGE sql AS 'SELECT length(value)';
    CREATE FUNCTION dbms_lob.getlength(value bytea) RETURNS int LANGUAGE sql AS 'SELECT length(value)';
    CREATE SCHEMA "SALES";
    CREATE TABLE "SALES"."ORDERS" ("ID" int, "NOTE" text, "SCAN" bytea);
    INSERT INTO "SALES"."ORDERS" VALUES (1, 'short', '\\x00'), (2, repeat('x', 40000), '\\x0000');
    CREATE TABLE "SALES"."CUSTOMERS" ("ID" int);
  `);
  await healthy(client);
}

/** Back to the healthy state. */
export async function healthy(client: Client): Promise<void> {
  const table = (name: string) => ({ owner: 'SALES', object_name: name, object_type: 'TABLE' });
  await fill(client, 'v$version', [
    { banner: 'Oracle Database 19c Enterprise Edition Release 19.0.0.0.0 - Production' },
  ]);
  await fill(client, 'v$database', [
    {
      name: 'HRPROD',
      log_mode: 'ARCHIVELOG',
      supplemental_log_data_min: 'YES',
      supplemental_log_data_pk: 'NO',
      supplemental_log_data_all: 'NO',
      database_role: 'PRIMARY',
      open_mode: 'READ WRITE',
      cdb: 'NO',
      current_scn: '90071992547409930',
    },
  ]);
  await fill(client, 'v$parameter', [
    { name: 'compatible', value: '19.0.0' },
    { name: 'db_block_size', value: '8192' },
  ]);
  await fill(client, 'nls_database_parameters', [
    { parameter: 'NLS_CHARACTERSET', value: 'AL32UTF8' },
    { parameter: 'NLS_NCHAR_CHARACTERSET', value: 'AL16UTF16' },
  ]);
  await fill(
    client,
    'session_privs',
    ['CREATE SESSION', 'SELECT ANY TRANSACTION', 'LOGMINING'].map((privilege) => ({ privilege })),
  );
  await fill(client, 'user_resource_limits', [{ resource_name: 'IDLE_TIME', limit: 'UNLIMITED' }]);
  await fill(client, 'all_users', [{ username: 'SALES' }, { username: 'DMS' }]);
  await fill(client, 'v$archived_log', [
    {
      deleted: 'YES',
      first_time: '2020-01-01T00:00:00',
      next_time: '2020-01-01T01:00:00',
      standby_dest: 'NO',
      'THREAD#': 1,
      'FIRST_CHANGE#': 1000,
      'NEXT_CHANGE#': 2000,
    },
    {
      deleted: 'NO',
      first_time: '2020-01-01T01:00:00',
      next_time: '2020-01-01T02:00:00',
      standby_dest: 'NO',
      'THREAD#': 1,
      'FIRST_CHANGE#': 2000,
      'NEXT_CHANGE#': 3000,
    },
  ]);
  await fill(client, 'all_objects', [
    ...dictionaryObjects.map((name) => ({
      owner: 'SYS',
      object_name: name,
      object_type: name.startsWith('DBMS') ? 'PACKAGE' : 'VIEW',
    })),
    table('ORDERS'),
    table('CUSTOMERS'),
    { owner: 'SALES', object_name: 'ORDERS_V', object_type: 'VIEW' },
  ]);
  const size = { blocks: 10, partitioned: 'NO', temporary: 'N', iot_type: null, cluster_name: null };
  await fill(client, 'all_tables', [
    { owner: 'SALES', table_name: 'ORDERS', num_rows: 2, ...size },
    { owner: 'SALES', table_name: 'CUSTOMERS', num_rows: 7, ...size },
  ]);
  await fill(client, 'all_tab_cols', [
    column('ORDERS', 1, 'ID', 'NUMBER', { data_precision: 12, data_scale: 0, nullable: 'N' }),
    column('ORDERS', 2, 'NOTE', 'CLOB', { data_length: 4000 }),
    column('ORDERS', 3, 'SCAN', 'BLOB', { data_length: 4000 }),
    column('ORDERS', 4, 'PLACED', 'TIMESTAMP(6) WITH TIME ZONE', { data_scale: 6 }),
    column('CUSTOMERS', 1, 'ID', 'NUMBER', { data_precision: 12, data_scale: 0, nullable: 'N' }),
    column('CUSTOMERS', 2, 'NAME', 'VARCHAR2', { data_length: 200, char_length: 50 }),
    column('CUSTOMERS', 3, 'SYS_NC00003$', 'VARCHAR2', { hidden_column: 'YES', virtual_column: 'YES' }),
  ]);
  await fill(
    client,
    'all_constraints',
    ['ORDERS', 'CUSTOMERS'].map((name) => ({
      owner: 'SALES',
      table_name: name,
      constraint_name: `${name}_PK`,
      constraint_type: 'P',
      status: 'ENABLED',
    })),
  );
  await fill(
    client,
    'all_cons_columns',
    ['ORDERS', 'CUSTOMERS'].map((name) => ({
      owner: 'SALES',
      constraint_name: `${name}_PK`,
      column_name: 'ID',
      position: 1,
    })),
  );
  await fill(
    client,
    'all_log_groups',
    ['ORDERS', 'CUSTOMERS'].map((name) => ({
      owner: 'SALES',
      table_name: name,
      log_group_type: 'ALL COLUMN LOGGING',
      always: 'ALWAYS',
    })),
  );
  await fill(
    client,
    'all_tab_privs',
    ['ORDERS', 'CUSTOMERS'].map((name) => ({
      table_schema: 'SALES',
      table_name: name,
      privilege: 'SELECT',
    })),
  );
  await fill(client, 'all_encrypted_columns', []);
  await fill(client, 'all_external_tables', []);
  await fill(
    client,
    'all_triggers',
    ['ORDERS', 'CUSTOMERS'].map((name) => ({
      table_owner: 'SALES',
      table_name: name,
      triggering_event: 'UPDATE',
      when_clause: 'OLD."ID" <> NEW."ID"',
      status: 'ENABLED',
    })),
  );
  await fill(client, 'context', [
    { name: 'SESSION_USER', value: 'DMS' },
    { name: 'CON_NAME', value: 'HRPROD' },
  ]);
}

/** What the grants of the DMS guide give a login that reads by LogMiner. */
export const dictionaryObjects = [
  'V_$DATABASE',
  'V_$THREAD',
  'V_$PARAMETER',
  'V_$NLS_PARAMETERS',
  'V_$TIMEZONE_NAMES',
  'V_$ARCHIVED_LOG',
  'V_$LOG',
  'V_$LOGFILE',
  'V_$TRANSACTION',
  'V_$CONTAINERS',
  'DBA_REGISTRY',
  'DBA_TABLESPACES',
  'OBJ$',
  'V_$LOGMNR_LOGS',
  'V_$LOGMNR_CONTENTS',
  'DBMS_LOGMNR',
];

export function column(
  table: string,
  place: number,
  name: string,
  type: string,
  more: Readonly<Record<string, string | number | null>> = {},
): Readonly<Record<string, string | number | null>> {
  return {
    owner: 'SALES',
    table_name: table,
    column_name: name,
    data_type: type,
    data_length: 22,
    char_length: 0,
    data_precision: null,
    data_scale: null,
    nullable: 'Y',
    hidden_column: 'NO',
    virtual_column: 'NO',
    internal_column_id: place,
    ...more,
  };
}
