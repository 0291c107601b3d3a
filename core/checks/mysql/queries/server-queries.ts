import { likePattern } from '../../query/like-pattern';
import type { Query } from '../../query/query';
import type { CheckRequest } from '../../request/check-request';
import { maxTables } from './table-queries';

/** Limit for queries of the dictionary. */
const timeoutSeconds = 20;
/** Names read of the requested schemas, to resolve wildcards and to suggest the nearest name. */
const maxNames = 20_000;

const variables = [
  ...['version', 'version_comment', 'basedir', 'log_bin', 'server_id', 'binlog_format', 'binlog_row_image'],
  'binlog_row_value_options',
  ...['binlog_expire_logs_seconds', 'expire_logs_days', 'binlog_transaction_compression', 'log_bin_compress'],
  ...[
    'log_slave_updates',
    'log_replica_updates',
    'read_only',
    'gtid_mode',
    'gtid_strict_mode',
    'aurora_version',
  ],
  ...['lower_case_table_names', 'innodb_read_only', 'time_zone', 'system_time_zone', 'sql_mode'],
];

const system = "('mysql', 'information_schema', 'performance_schema', 'sys')";

const nameColumns =
  'SELECT table_schema AS table_schema, table_name AS table_name, table_type AS table_type, engine AS engine, ' +
  'table_rows AS table_rows, data_length + index_length AS bytes FROM information_schema.tables';

/**
 * Queries about the server, the login and the names. MySQL 8 returns names of information_schema
 * columns in upper case, so each has an alias.
 */
export function serverQueries(request: CheckRequest): readonly Query[] {
  const plain = (id: string, sql: string): Query => ({ id, sql, binds: [], timeoutSeconds });
  const exact = [...new Set(request.tables.map(({ schema }) => schema.toLowerCase()))].slice(0, maxTables);
  const patterns = [...new Set(request.patterns.map(({ schema }) => likePattern(schema).toLowerCase()))];
  const conditions = [
    ...(exact.length === 0 ? [] : [`LOWER(table_schema) IN (${placeholders(exact.length)})`]),
    ...patterns.map(() => 'LOWER(table_schema) LIKE ?'),
  ];
  return [
    plain(
      'server',
      "SELECT VERSION() AS version, DATE_FORMAT(UTC_TIMESTAMP(), '%Y-%m-%dT%H:%i:%sZ') AS utc, " +
        "TIMESTAMPDIFF(MINUTE, UTC_TIMESTAMP(), CONVERT_TZ(UTC_TIMESTAMP(), '+00:00', @@global.time_zone)) AS utc_offset_minutes, " +
        'CURRENT_USER() AS login',
    ),
    plain(
      'variables',
      `SHOW GLOBAL VARIABLES WHERE Variable_name IN (${variables.map((name) => `'${name}'`).join(', ')})`,
    ),
    plain('grants', 'SHOW GRANTS'),
    // Only RDS and Aurora have this table, and only some logins can read it.
    plain(
      'rds',
      "SELECT name AS name, value AS value FROM mysql.rds_configuration WHERE name = 'binlog retention hours'",
    ),
    ...positionQueries(request),
    {
      id: 'names',
      sql:
        `${nameColumns} WHERE LOWER(table_schema) NOT IN ${system} AND ` +
        `(${conditions.length === 0 ? '1 = 0' : conditions.join(' OR ')}) ORDER BY 1, 2 LIMIT ${maxNames}`,
      binds: [...exact, ...patterns],
      timeoutSeconds,
    },
  ];
}

/**
 * Query of the binary logs. It needs REPLICATION CLIENT, like DMS. Source:
 * https://dev.mysql.com/doc/refman/8.4/en/show-binary-logs.html
 */
function positionQueries({ neededLog }: CheckRequest): readonly Query[] {
  if (neededLog === undefined) return [];
  return [{ id: 'binary-logs', sql: 'SHOW BINARY LOGS', binds: [], timeoutSeconds }];
}

function placeholders(count: number): string {
  return Array.from({ length: count }, () => '?').join(', ');
}
