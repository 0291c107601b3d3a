import type { Query } from '../query/query';
import type { CheckRequest } from '../request/check-request';
import { likePattern } from '../request/selected-tables';
import { amongObjects, type ListedIds, placeholders } from './names';
import { positionQueries } from './position';

/** Seconds. */
const patience = 20;
const mostNames = 20_000;

/** Of the server, the database, the login and the names: one question each, whatever is asked for. */
export function firstQueries(request: CheckRequest): readonly Query[] {
  const plain = (id: string, sql: string): Query => ({ id, sql, binds: [], timeoutSeconds: patience });
  return [
    plain(
      'version',
      "SELECT CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128)) AS version, " +
        "CAST(SERVERPROPERTY('Edition') AS nvarchar(128)) AS edition, " +
        "CAST(SERVERPROPERTY('EngineEdition') AS int) AS engine_edition",
    ),
    // All columns: which there are depends on the version, and one that is missing would be an error by name.
    plain('database', 'SELECT d.* FROM sys.databases d WHERE d.name = DB_NAME()'),
    plain(
      'log-chain',
      'SELECT last_log_backup_lsn FROM sys.database_recovery_status WHERE database_id = DB_ID()',
    ),
    plain(
      'login',
      "SELECT SUSER_SNAME() AS login, IS_SRVROLEMEMBER('sysadmin') AS sysadmin, IS_ROLEMEMBER('db_owner') AS db_owner, " +
        "HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW SERVER STATE') AS view_server_state, " +
        "HAS_PERMS_BY_NAME(DB_NAME(), 'DATABASE', 'VIEW DATABASE STATE') AS view_database_state, " +
        "HAS_PERMS_BY_NAME(DB_NAME(), 'DATABASE', 'VIEW DEFINITION') AS view_definition",
    ),
    plain('time', 'SELECT SYSUTCDATETIME() AS utc, SYSDATETIME() AS local_time'),
    plain('managed', "SELECT COUNT(*) AS rds FROM sys.databases WHERE name = 'rdsadmin'"),
    plain(
      'agent',
      "SELECT status_desc FROM sys.dm_server_services WHERE servicename LIKE 'SQL Server Agent%'",
    ),
    plain('distributor', 'SELECT name FROM sys.servers WHERE is_distributor = 1'),
    plain(
      'capture-job',
      "SELECT pollinginterval, retention FROM msdb.dbo.cdc_jobs WHERE job_type = 'capture' AND database_id = DB_ID()",
    ),
    ...positionQueries(request),
    names(request),
  ];
}

function names(request: CheckRequest): Query {
  const exact = [...new Set(request.tables.map(({ schema }) => schema.toUpperCase()))];
  const patterns = [...new Set(request.patterns.map(({ schema }) => likePattern(schema)))];
  const conditions = [
    ...(exact.length === 0 ? [] : [`UPPER(s.name) IN (${placeholders(exact.length)})`]),
    ...patterns.map((_, index) => `UPPER(s.name) LIKE @p${exact.length + index + 1} ESCAPE '\\'`),
  ];
  return {
    id: 'names',
    sql:
      // OFFSET ... FETCH is there from 2012 on only; DMS reads 2008 R2.
      `SELECT TOP (${mostNames}) s.name AS schema_name, o.name AS table_name, o.type AS object_type, o.object_id, o.schema_id ` +
      'FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id ' +
      `WHERE o.type IN ('U', 'V', 'SN') AND (${conditions.length === 0 ? '1 = 0' : conditions.join(' OR ')}) ` +
      'ORDER BY s.name, o.name',
    binds: [...exact, ...patterns],
    timeoutSeconds: patience,
  };
}

/** Of the tables that exist: one question each for all of them. */
export function tableQueries(tables: readonly ListedIds[]): readonly Query[] {
  const about = (id: string, column: string, write: (condition: string) => string): Query => ({
    id,
    sql: write(amongObjects(column, tables)),
    binds: [],
    timeoutSeconds: patience,
  });
  return [
    about('tables', 't.object_id', (among) => `SELECT t.* FROM sys.tables t WHERE ${among}`),
    about(
      'columns',
      'c.object_id',
      (among) =>
        'SELECT c.*, COALESCE(base.name, own.name) AS type_name FROM sys.columns c ' +
        'LEFT JOIN sys.types base ON base.user_type_id = c.system_type_id ' +
        'LEFT JOIN sys.types own ON own.user_type_id = c.user_type_id ' +
        `WHERE ${among} ORDER BY c.object_id, c.column_id`,
    ),
    about(
      'indexes',
      'i.object_id',
      (among) =>
        'SELECT i.object_id, i.index_id, i.type_desc, i.is_primary_key, i.is_unique, i.has_filter, c.name AS column_name ' +
        'FROM sys.indexes i ' +
        'LEFT JOIN sys.index_columns k ON k.object_id = i.object_id AND k.index_id = i.index_id AND k.key_ordinal > 0 ' +
        'LEFT JOIN sys.columns c ON c.object_id = k.object_id AND c.column_id = k.column_id ' +
        `WHERE ${among} ORDER BY i.object_id, i.index_id, k.key_ordinal`,
    ),
    about(
      'sizes',
      'object_id',
      (among) =>
        'SELECT object_id, SUM(CASE WHEN index_id IN (0, 1) THEN row_count ELSE 0 END) AS row_count, ' +
        'SUM(reserved_page_count) * 8192 AS bytes, ' +
        'SUM(CASE WHEN index_id IN (0, 1) THEN 1 ELSE 0 END) AS partitions ' +
        `FROM sys.dm_db_partition_stats WHERE ${among} GROUP BY object_id`,
    ),
    about(
      'readable',
      'o.object_id',
      (among) =>
        "SELECT o.object_id, HAS_PERMS_BY_NAME(QUOTENAME(s.name) + '.' + QUOTENAME(o.name), 'OBJECT', 'SELECT') AS readable " +
        `FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id WHERE ${among}`,
    ),
  ];
}
