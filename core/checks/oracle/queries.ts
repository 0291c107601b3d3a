import type { Query } from '../query/query';
import type { CheckRequest } from '../request/check-request';
import { likePattern } from '../request/selected-tables';
import { amongTables, placeholders, type TableName } from './names';
import { positionQueries } from './position';

/** Seconds; a dictionary that takes longer is not waited for. */
const patience = 20;
/** Names read of the schemas asked for, to resolve wildcards and offer the nearest. */
const mostNames = 20_000;

/** What DMS's login reads while it captures; each is asked for by name. Source: DMS guide, CHAP_Source.Oracle. */
export const dictionaryViews = [
  'V_$DATABASE',
  'V_$THREAD',
  'V_$PARAMETER',
  'V_$NLS_PARAMETERS',
  'V_$TIMEZONE_NAMES',
] as const;
export const captureViews = [
  'V_$ARCHIVED_LOG',
  'V_$LOG',
  'V_$LOGFILE',
  'V_$TRANSACTION',
  'V_$CONTAINERS',
  'DBA_REGISTRY',
  'DBA_TABLESPACES',
  'OBJ$',
] as const;
export const logMinerObjects = ['V_$LOGMNR_LOGS', 'V_$LOGMNR_CONTENTS', 'DBMS_LOGMNR'] as const;
export const binaryReaderObjects = [
  'V_$TRANSPORTABLE_PLATFORM',
  'DBA_DIRECTORIES',
  'DBMS_FILE_TRANSFER',
  'DBMS_FILE_GROUP',
] as const;

const isoTime = 'YYYY-MM-DD"T"HH24:MI:SS';

/** Of the instance, the session and the names in the schemas: one question each, whatever is asked for. */
export function firstQueries(request: CheckRequest): readonly Query[] {
  const plain = (id: string, sql: string): Query => ({ id, sql, binds: [], timeoutSeconds: patience });
  const objects = [...dictionaryViews, ...captureViews, ...logMinerObjects, ...binaryReaderObjects];
  return [
    plain('version', 'SELECT banner FROM v$version'),
    // All columns: there is no CDB before 12.1, and one that is missing would be an error by name.
    plain('database', 'SELECT * FROM v$database'),
    plain('parameters', "SELECT name, value FROM v$parameter WHERE name IN ('compatible', 'db_block_size')"),
    plain(
      'character-sets',
      "SELECT parameter, value FROM nls_database_parameters WHERE parameter IN ('NLS_CHARACTERSET', 'NLS_NCHAR_CHARACTERSET')",
    ),
    plain(
      'time',
      `SELECT TO_CHAR(SYS_EXTRACT_UTC(SYSTIMESTAMP), '${isoTime}') AS utc, TO_CHAR(SYSTIMESTAMP, 'TZH:TZM') AS zone FROM dual`,
    ),
    plain('session', "SELECT SYS_CONTEXT('USERENV', 'SESSION_USER') AS login FROM dual"),
    // Unknown before 12.1: ORA-02003.
    plain('container', "SELECT SYS_CONTEXT('USERENV', 'CON_NAME') AS container FROM dual"),
    plain('privileges', 'SELECT privilege FROM session_privs'),
    plain('idle-time', "SELECT limit FROM user_resource_limits WHERE resource_name = 'IDLE_TIME'"),
    plain('managed', "SELECT username FROM all_users WHERE username IN ('RDSADMIN', 'C##CLOUD$SERVICE')"),
    plain(
      'archived-logs',
      `SELECT TO_CHAR(MAX(CASE WHEN deleted = 'YES' THEN next_time END), '${isoTime}') AS gone_until, ` +
        `TO_CHAR(MIN(CASE WHEN deleted = 'NO' THEN first_time END), '${isoTime}') AS kept_from, ` +
        `TO_CHAR(SYSDATE, '${isoTime}') AS now FROM v$archived_log WHERE standby_dest = 'NO'`,
    ),
    {
      id: 'dictionary-access',
      sql: `SELECT object_name FROM all_objects WHERE owner = 'SYS' AND object_name IN (${placeholders(objects.length)})`,
      binds: objects,
      timeoutSeconds: patience,
    },
    ...positionQueries(request),
    names(request),
  ];
}

/** Every table-like name in the schemas that the job speaks of, in whatever case it spells them (O6). */
function names(request: CheckRequest): Query {
  const exact = [...new Set(request.tables.map(({ schema }) => schema.toUpperCase()))];
  const patterns = [...new Set(request.patterns.map(({ schema }) => likePattern(schema)))];
  const conditions = [
    ...(exact.length === 0 ? [] : [`UPPER(owner) IN (${placeholders(exact.length)})`]),
    ...patterns.map((_, index) => `UPPER(owner) LIKE :${exact.length + index + 1} ESCAPE '\\'`),
  ];
  return {
    id: 'names',
    sql:
      'SELECT owner, object_name, object_type FROM (SELECT owner, object_name, object_type FROM all_objects ' +
      `WHERE (${conditions.length === 0 ? '1 = 0' : conditions.join(' OR ')}) ` +
      "AND object_type IN ('TABLE', 'VIEW', 'MATERIALIZED VIEW', 'SYNONYM') " +
      // FETCH FIRST is there from 12.1 on only.
      `ORDER BY owner, object_name) WHERE ROWNUM <= ${mostNames}`,
    binds: [...exact, ...patterns],
    timeoutSeconds: patience,
  };
}

/** Of the tables that exist: one question each for all of them. */
export function tableQueries(tables: readonly TableName[]): readonly Query[] {
  const about = (
    id: string,
    columns: { readonly schema: string; readonly table: string },
    write: (condition: string) => string,
  ): Query => {
    const { condition, binds } = amongTables(columns, tables);
    return { id, sql: write(condition), binds, timeoutSeconds: patience };
  };
  const usual = { schema: 'owner', table: 'table_name' };
  return [
    about(
      'tables',
      usual,
      (among) =>
        'SELECT owner, table_name, num_rows, blocks, partitioned, temporary, iot_type, cluster_name ' +
        `FROM all_tables WHERE ${among}`,
    ),
    about(
      'columns',
      usual,
      (among) =>
        'SELECT owner, table_name, column_name, data_type, data_type_owner, data_length, char_length, data_precision, data_scale, nullable, ' +
        `hidden_column, virtual_column FROM all_tab_cols WHERE ${among} ORDER BY owner, table_name, internal_column_id`,
    ),
    about(
      'keys',
      { schema: 'c.owner', table: 'c.table_name' },
      (among) =>
        'SELECT c.owner, c.table_name, c.constraint_name, c.constraint_type, k.column_name FROM all_constraints c ' +
        'JOIN all_cons_columns k ON k.owner = c.owner AND k.constraint_name = c.constraint_name ' +
        `WHERE c.constraint_type IN ('P', 'U') AND c.status = 'ENABLED' AND ${among} ` +
        'ORDER BY c.owner, c.table_name, c.constraint_name, k.position',
    ),
    about(
      'log-groups',
      usual,
      (among) => `SELECT owner, table_name, log_group_type, always FROM all_log_groups WHERE ${among}`,
    ),
    about(
      'grants',
      { schema: 'table_schema', table: 'table_name' },
      (among) =>
        `SELECT table_schema, table_name, privilege FROM all_tab_privs WHERE privilege IN ('SELECT', 'READ') AND ${among}`,
    ),
    about(
      'encrypted',
      usual,
      (among) => `SELECT owner, table_name, column_name FROM all_encrypted_columns WHERE ${among}`,
    ),
    about('external', usual, (among) => `SELECT owner, table_name FROM all_external_tables WHERE ${among}`),
  ];
}
