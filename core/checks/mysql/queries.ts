import { likePattern } from '../query/identifiers';
import type { Query } from '../query/query';
import type { CheckRequest } from '../request/check-request';
import { positionQueries } from './position';

const patience = 20;
/** Names read of the schemas asked for, to resolve wildcards and offer the nearest. */
const mostNames = 20_000;
/** A statement takes 65,535 values at most. */
const mostTables = 10_000;

const variables = [
  ...['version', 'version_comment', 'basedir', 'log_bin', 'server_id', 'binlog_format', 'binlog_row_image'],
  ...['binlog_expire_logs_seconds', 'expire_logs_days', 'binlog_transaction_compression', 'log_bin_compress'],
  ...[
    'log_slave_updates',
    'log_replica_updates',
    'read_only',
    'gtid_mode',
    'gtid_strict_mode',
    'aurora_version',
  ],
  ...['lower_case_table_names', 'innodb_read_only'],
];

const system = "('mysql', 'information_schema', 'performance_schema', 'sys')";

const nameColumns =
  'SELECT table_schema AS table_schema, table_name AS table_name, table_type AS table_type, engine AS engine, ' +
  'table_rows AS table_rows, data_length + index_length AS bytes FROM information_schema.tables';

/** MySQL 8 names columns of information_schema in upper case whatever is asked: each has an alias. */
export function firstQueries(request: CheckRequest): readonly Query[] {
  const plain = (id: string, sql: string): Query => ({ id, sql, binds: [], timeoutSeconds: patience });
  const exact = [...new Set(request.tables.map(({ schema }) => schema.toLowerCase()))].slice(0, mostTables);
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
    // Only RDS and Aurora have it, and only some logins may read it: no answer is one, too.
    plain(
      'rds',
      "SELECT name AS name, value AS value FROM mysql.rds_configuration WHERE name = 'binlog retention hours'",
    ),
    ...positionQueries(request),
    {
      id: 'names',
      sql:
        `${nameColumns} WHERE LOWER(table_schema) NOT IN ${system} AND ` +
        `(${conditions.length === 0 ? '1 = 0' : conditions.join(' OR ')}) ORDER BY 1, 2 LIMIT ${mostNames}`,
      binds: [...exact, ...patterns],
      timeoutSeconds: patience,
    },
  ];
}

/** Of the tables that the job selects. Names are bound one by one: JSON_TABLE is not there in older versions that DMS reads. */
export function tableQueries(
  tables: readonly { readonly schema: string; readonly table: string }[],
): readonly Query[] {
  const requested = tables.slice(0, mostTables);
  const among =
    requested.length === 0
      ? '1 = 0'
      : `(table_schema, table_name) IN (${requested.map(() => '(?, ?)').join(', ')})`;
  const binds = requested.flatMap(({ schema, table }) => [schema, table]);
  return [
    {
      id: 'columns',
      sql:
        'SELECT table_schema AS table_schema, table_name AS table_name, column_name AS column_name, data_type AS data_type, ' +
        'character_maximum_length AS length, numeric_precision AS number_precision, numeric_scale AS number_scale, ' +
        'is_nullable AS is_nullable, extra AS extra, privileges AS privileges ' +
        `FROM information_schema.columns WHERE ${among} ORDER BY table_schema, table_name, ordinal_position`,
      binds,
      timeoutSeconds: patience,
    },
    {
      id: 'keys',
      sql:
        'SELECT table_schema AS table_schema, table_name AS table_name, index_name AS index_name, column_name AS column_name ' +
        `FROM information_schema.statistics WHERE non_unique = 0 AND ${among} ` +
        'ORDER BY table_schema, table_name, index_name, seq_in_index',
      binds,
      timeoutSeconds: patience,
    },
  ];
}

function placeholders(count: number): string {
  return Array.from({ length: count }, () => '?').join(', ');
}
