import { likePattern } from '../../query/like-pattern';
import type { Query } from '../../query/query';
import type { CheckRequest } from '../../request/check-request';
import { placeholders } from './object-condition';

/** Limit for queries of the catalogue. */
const timeoutSeconds = 20;
/** Names read of the requested schemas, to resolve wildcards and to suggest the nearest name. */
const maxNames = 20_000;

/** Queries about the server, the database, the login and the names. */
export function serverQueries(request: CheckRequest): readonly Query[] {
  const plain = (id: string, sql: string): Query => ({ id, sql, binds: [], timeoutSeconds });
  return [
    plain(
      'version',
      "SELECT CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128)) AS version, " +
        "CAST(SERVERPROPERTY('Edition') AS nvarchar(128)) AS edition, " +
        "CAST(SERVERPROPERTY('EngineEdition') AS int) AS engine_edition",
    ),
    // All columns: they depend on the version, and naming a missing one would be an error.
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

/** Query of the names in the schemas of the request, in whatever case the request spells them. */
function names(request: CheckRequest): Query {
  const exact = [...new Set(request.tables.map(({ schema }) => schema.toUpperCase()))];
  const patterns = [...new Set(request.patterns.map(({ schema }) => likePattern(schema.toUpperCase())))];
  const conditions = [
    ...(exact.length === 0 ? [] : [`UPPER(s.name) IN (${placeholders(exact.length)})`]),
    ...patterns.map((_, index) => `UPPER(s.name) LIKE @p${exact.length + index + 1} ESCAPE '\\'`),
  ];
  return {
    id: 'names',
    sql:
      // OFFSET ... FETCH exists only from 2012 on, and DMS supports 2008 R2.
      `SELECT TOP (${maxNames}) s.name AS schema_name, o.name AS table_name, o.type AS object_type, o.object_id, o.schema_id ` +
      'FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id ' +
      `WHERE o.type IN ('U', 'V', 'SN') AND (${conditions.length === 0 ? '1 = 0' : conditions.join(' OR ')}) ` +
      'ORDER BY s.name, o.name',
    binds: [...exact, ...patterns],
    timeoutSeconds,
  };
}

/**
 * Queries of where the active log begins (from 2016 SP2 on), and of the oldest log backup in msdb.
 * Source:
 * https://learn.microsoft.com/sql/relational-databases/system-dynamic-management-views/sys-dm-db-log-stats-transact-sql
 */
function positionQueries({ neededLog }: CheckRequest): readonly Query[] {
  if (neededLog === undefined) return [];
  const plain = (id: string, sql: string): Query => ({ id, sql, binds: [], timeoutSeconds });
  return [
    plain('log-start', 'SELECT s.log_min_lsn FROM sys.dm_db_log_stats(DB_ID()) AS s'),
    plain(
      'log-backups',
      'SELECT CAST(MIN(first_lsn) AS varchar(40)) AS first_lsn FROM msdb.dbo.backupset ' +
        "WHERE type = 'L' AND database_name = DB_NAME()",
    ),
  ];
}
