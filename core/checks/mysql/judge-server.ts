import type { CheckDefinition } from '../catalogue/check-definition';
import type { Outcome, Ruling } from '../evaluation/evaluate-checks';
import type { QueryResults } from '../query/query';
import { numberOf, rowsOf, textOf, whyUnavailable } from '../query/query-results';
import type { CheckFinding } from '../report/check-report';
import { finding } from '../report/finding';
import type { CheckRequest } from '../request/check-request';
import { mysqlCatalogue as catalogue } from './catalogue';
import { missingForChanges, quotedLogin } from './grants';
import { positionKept } from './position';

type Fix = NonNullable<CheckFinding['fix']>;

interface Server {
  variable(name: string): string | undefined;
  readonly isMariaDb: boolean;
  readonly host: 'self-managed' | 'rds' | 'aurora';
}

export function readServer(results: QueryResults): Server {
  const values = new Map(
    rowsOf(results, 'variables').map((row) => [
      (textOf(row, 'variable_name') ?? '').toLowerCase(),
      textOf(row, 'value') ?? '',
    ]),
  );
  const variable = (name: string): string | undefined => values.get(name);
  const isRds = (variable('basedir') ?? '').startsWith('/rdsdbbin');
  return {
    variable,
    isMariaDb: /mariadb/i.test(variable('version') ?? ''),
    host: variable('aurora_version') !== undefined ? 'aurora' : isRds ? 'rds' : 'self-managed',
  };
}

/** Of the server, its binary log and the login. */
export function serverChecks(request: CheckRequest, results: QueryResults): readonly Ruling[] {
  const server = readServer(results);
  const after = (question: string, say: () => Outcome) => (): Outcome => {
    const because = whyUnavailable(results, question);
    return because === undefined ? say() : { skippedBecause: because };
  };
  const wants = (
    check: CheckDefinition,
    name: string,
    isRight: (value: string) => boolean,
    fix: () => Fix,
  ): Ruling => ({
    check,
    say: after('variables', () => {
      const value = server.variable(name);
      // A server that does not know the variable has not what it would switch.
      if (value === undefined || isRight(value.toUpperCase())) return [];
      return [finding(check, `${name} is ${value}`, { fix: fix() })];
    }),
  });
  return [
    wants(
      catalogue.binlog,
      'log_bin',
      (value) => value === 'ON' || value === '1',
      () => binlogFix(server),
    ),
    wants(
      catalogue.serverId,
      'server_id',
      (value) => Number(value) >= 1,
      () => set(server, 'server_id', '1'),
    ),
    wants(
      catalogue.format,
      'binlog_format',
      (value) => value === 'ROW',
      () => set(server, 'binlog_format', "'ROW'"),
    ),
    wants(
      catalogue.rowImage,
      'binlog_row_image',
      (value) => value === 'FULL',
      () => set(server, 'binlog_row_image', "'FULL'"),
    ),
    wants(
      catalogue.compression,
      server.isMariaDb ? 'log_bin_compress' : 'binlog_transaction_compression',
      (value) => value === 'OFF' || value === '0',
      () => set(server, server.isMariaDb ? 'log_bin_compress' : 'binlog_transaction_compression', 'OFF'),
    ),
    { check: catalogue.retention, say: after('variables', () => retention(request, server, results)) },
    { check: catalogue.positionKept, say: () => positionKept(request, results) },
    { check: catalogue.replicaUpdates, say: after('variables', () => replicaUpdates(server)) },
    {
      check: catalogue.auroraReader,
      say: after('variables', () =>
        server.host === 'aurora' && /^(ON|1)$/i.test(server.variable('innodb_read_only') ?? 'OFF')
          ? [
              finding(catalogue.auroraReader, 'innodb_read_only is ON: this is a reader', {
                fix: { kind: 'setting', text: 'host in the secret: the cluster endpoint, not the -ro- one' },
              }),
            ]
          : [],
      ),
    },
    {
      check: catalogue.gtid,
      say: after('variables', () => {
        const mode = server.variable('gtid_mode') ?? server.variable('gtid_strict_mode');
        return mode === undefined || /^(OFF|0)/i.test(mode)
          ? []
          : [finding(catalogue.gtid, `${server.isMariaDb ? 'gtid_strict_mode' : 'gtid_mode'} is ${mode}`)];
      }),
    },
    { check: catalogue.replicationPrivilege, say: after('grants', () => replicationPrivileges(results)) },
  ];
}

function set({ host }: Server, name: string, value: string): Fix {
  if (host === 'self-managed')
    return {
      kind: 'sql',
      text: `SET GLOBAL ${name} = ${value}; -- and in my.cnf; sessions that are open keep the old`,
    };
  const group = host === 'aurora' ? 'cluster parameter group' : 'parameter group';
  return { kind: 'setting', text: `${name} = ${value.replaceAll("'", '')} (${group}; then reboot)` };
}

function binlogFix({ host }: Server): Fix {
  if (host === 'rds')
    return {
      kind: 'setting',
      text: 'backup retention period of the instance = 1 day or more: it switches the binary log on',
    };
  if (host === 'aurora')
    return {
      kind: 'setting',
      text: 'binlog_format = ROW (cluster parameter group; then reboot): it switches the binary log on',
    };
  return {
    kind: 'setting',
    text: '[mysqld] server_id = 1, log_bin = binlog, binlog_format = ROW (my.cnf; then restart)',
  };
}

const daySeconds = 86_400;

/** At least a day, and the longest time in which nobody reads. */
function retention(request: CheckRequest, server: Server, results: QueryResults): Outcome {
  const wanted = Math.max(daySeconds, request.longestGapSeconds ?? 0);
  if (server.host !== 'self-managed') {
    const because = whyUnavailable(results, 'rds');
    if (because !== undefined)
      return { skippedBecause: `the login may not read mysql.rds_configuration: ${because}` };
    const hours = numberOf(rowsOf(results, 'rds')[0], 'value');
    if (hours !== undefined && hours * 3600 >= wanted) return [];
    const wantedHours = Math.ceil(wanted / 3600);
    return [
      finding(
        catalogue.retention,
        hours === undefined
          ? 'binlog retention hours is not set: logs go at once'
          : `binlog retention hours is ${hours}`,
        {
          fix: {
            kind: 'sql',
            text: `CALL mysql.rds_set_configuration('binlog retention hours', ${wantedHours});`,
          },
        },
      ),
    ];
  }
  const seconds = server.variable('binlog_expire_logs_seconds');
  const days = server.variable('expire_logs_days');
  // expire_logs_days stands where seconds are 0 or unknown; both 0: logs stay for ever.
  const kept = Number(seconds ?? 0) > 0 ? Number(seconds) : Number(days ?? 0) * daySeconds;
  if (kept === 0 || kept >= wanted) return [];
  return [
    finding(catalogue.retention, `the binary log is kept for ${kept} seconds, ${wanted} are wanted`, {
      fix:
        seconds === undefined
          ? set(server, 'expire_logs_days', String(Math.ceil(wanted / daySeconds)))
          : set(server, 'binlog_expire_logs_seconds', String(wanted)),
    }),
  ];
}

/** A login without REPLICATION CLIENT cannot ask whether the server is a replica: one that takes no writes most likely is. */
function replicaUpdates(server: Server): Outcome {
  const name =
    server.variable('log_replica_updates') === undefined ? 'log_slave_updates' : 'log_replica_updates';
  const isOff = /^(OFF|0)$/i.test(server.variable(name) ?? 'ON');
  const takesNoWrites = /^(ON|1)$/i.test(server.variable('read_only') ?? 'OFF');
  if (!isOff || !takesNoWrites) return [];
  return [
    finding(catalogue.replicaUpdates, `the server is read-only, and ${name} is OFF`, {
      fix: { kind: 'setting', text: `${name} = ON (my.cnf; then restart)` },
    }),
  ];
}

function replicationPrivileges(results: QueryResults): Outcome {
  const missing = missingForChanges(results);
  if (missing.length === 0) return [];
  const login = quotedLogin(textOf(rowsOf(results, 'server')[0], 'login') ?? '');
  return [
    finding(catalogue.replicationPrivilege, `${login} lacks ${missing.join(' and ')}`, {
      fix: { kind: 'sql', text: `GRANT ${missing.join(', ')} ON *.* TO ${login};` },
    }),
  ];
}
