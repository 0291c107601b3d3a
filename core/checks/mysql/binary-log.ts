import type { CheckDefinition } from '../catalogue/check-definition';
import type { Check } from '../evaluation/check';
import { withoutResult } from '../evaluation/skip-reasons';
import { type Fix, finding, settingFix } from '../report/finding';
import { assessments, define } from './definitions';
import { isOn, type MysqlServer, type MysqlSource, variableFix } from './mysql-source';

const enabled = define('log-bin', {
  modes: 'changes',
  severity: 'error',
  title: 'the server writes a binary log',
  why: 'DMS reads changes from the binary log, which RDS and Aurora disable without automatic backups',
});

const serverId = define('server-id', {
  modes: 'changes',
  severity: 'error',
  title: 'the server has an id',
  why: 'a server with id 0 rejects replicas, and DMS reads like a replica',
  source: assessments,
});

const format = define('binlog-format', {
  modes: 'changes',
  severity: 'error',
  title: 'the binary log contains rows',
  why: 'DMS cannot derive rows from statements, so binlog_format must be ROW',
});

const rowImage = define('binlog-row-image', {
  modes: 'changes',
  severity: 'error',
  title: 'the binary log contains whole rows',
  why: 'with a minimal image, unchanged columns arrive empty',
  source: assessments,
});

const rowValues = define('binlog-row-values', {
  modes: 'changes',
  severity: 'error',
  title: 'the binary log contains whole values',
  why: 'with PARTIAL_JSON, an update of a JSON value is logged as its difference, which is not a value',
  source: 'https://dev.mysql.com/doc/refman/8.0/en/replication-options-binary-log.html',
});

const compression = define('binlog-compression', {
  modes: 'changes',
  severity: 'error',
  title: 'the binary log is not compressed',
  why: 'DMS does not read compressed transactions',
  source: assessments,
});

export const binaryLogChecks: readonly Check<MysqlSource>[] = [
  variableCheck(enabled, () => 'log_bin', isOn, enableBinaryLog),
  variableCheck(
    serverId,
    () => 'server_id',
    (value) => Number(value) >= 1,
    (server) => variableFix(server, 'server_id', '1'),
  ),
  variableCheck(
    format,
    () => 'binlog_format',
    (value) => value.toUpperCase() === 'ROW',
    (server) => variableFix(server, 'binlog_format', "'ROW'"),
  ),
  variableCheck(
    rowImage,
    () => 'binlog_row_image',
    (value) => value.toUpperCase() === 'FULL',
    (server) => variableFix(server, 'binlog_row_image', "'FULL'"),
  ),
  variableCheck(
    rowValues,
    () => 'binlog_row_value_options',
    (value) => value === '',
    (server) => variableFix(server, 'binlog_row_value_options', "''"),
  ),
  variableCheck(
    compression,
    compressionVariable,
    (value) => /^(OFF|0)$/i.test(value),
    (server) => variableFix(server, compressionVariable(server), 'OFF'),
  ),
];

/** Check of one variable. A server without the variable does not have the feature either. */
function variableCheck(
  definition: CheckDefinition,
  nameOf: (server: MysqlServer) => string,
  isRight: (value: string) => boolean,
  fixOf: (server: MysqlServer) => Fix,
): Check<MysqlSource> {
  return {
    definition,
    skip: withoutResult('variables'),
    evaluate({ server }) {
      const name = nameOf(server);
      const value = server.variable(name);
      if (value === undefined || isRight(value)) return [];
      return [finding(definition, `${name} is ${value}`, { fix: fixOf(server) })];
    },
  };
}

function compressionVariable({ isMariaDb }: MysqlServer): string {
  return isMariaDb ? 'log_bin_compress' : 'binlog_transaction_compression';
}

function enableBinaryLog({ host }: MysqlServer): Fix {
  switch (host) {
    case 'rds':
      return settingFix(
        'backup retention period of the instance = 1 day or more, which enables the binary log',
      );
    case 'aurora':
      return settingFix(
        'binlog_format = ROW (cluster parameter group; then reboot), which enables the binary log',
      );
    case 'self-managed':
      return settingFix(
        '[mysqld] server_id = 1, log_bin = binlog, binlog_format = ROW (my.cnf; then restart)',
      );
  }
}
