import type { Check, CheckOutcome } from '../evaluation/check';
import { withoutResult } from '../evaluation/skip-reasons';
import { numberOf, rowOf, whyUnavailable } from '../query/query-results';
import { finding, sqlFix } from '../report/finding';
import { assessments, define } from './definitions';
import { type MysqlSource, variableFix } from './mysql-source';

/** See docs/pitfalls.md#source-logs-removed-too-early */
const definition = define('binlog-retention', {
  modes: 'changes',
  severity: 'warning',
  title: 'the binary log is kept for as long as a task may be stopped',
  why:
    'a task that is stopped for longer than the log is kept cannot resume, and must load all tables again. ' +
    'RDS removes the log immediately by default',
  source: assessments,
});

const daySeconds = 86_400;

export const binaryLogRetention: Check<MysqlSource> = {
  definition,
  skip: withoutResult('variables'),
  evaluate(source) {
    const neededSeconds = Math.max(daySeconds, source.request.longestGapSeconds ?? 0);
    return source.server.host === 'self-managed'
      ? ofServer(source, neededSeconds)
      : ofRds(source, neededSeconds);
  },
};

function ofRds({ results }: MysqlSource, neededSeconds: number): CheckOutcome {
  const because = whyUnavailable(results, 'rds');
  if (because !== undefined)
    return { skippedBecause: `the login cannot read mysql.rds_configuration: ${because}` };
  const hours = numberOf(rowOf(results, 'rds'), 'value');
  if (hours !== undefined && hours * 3600 >= neededSeconds) return [];
  return [
    finding(
      definition,
      hours === undefined
        ? 'binlog retention hours is not set, so RDS removes logs at once'
        : `binlog retention hours is ${hours}`,
      {
        fix: sqlFix(
          `CALL mysql.rds_set_configuration('binlog retention hours', ${Math.ceil(neededSeconds / 3600)});`,
        ),
      },
    ),
  ];
}

function ofServer({ server }: MysqlSource, neededSeconds: number): CheckOutcome {
  const seconds = server.variable('binlog_expire_logs_seconds');
  const days = server.variable('expire_logs_days');
  // expire_logs_days applies where the seconds are 0 or unknown. When both are 0, logs are kept
  // forever.
  const keptSeconds = Number(seconds ?? 0) > 0 ? Number(seconds) : Number(days ?? 0) * daySeconds;
  if (keptSeconds === 0 || keptSeconds >= neededSeconds) return [];
  return [
    finding(
      definition,
      `the binary log is kept for ${keptSeconds} seconds, but it is needed for ${neededSeconds} seconds`,
      {
        fix:
          seconds === undefined
            ? variableFix(server, 'expire_logs_days', String(Math.ceil(neededSeconds / daySeconds)))
            : variableFix(server, 'binlog_expire_logs_seconds', String(neededSeconds)),
      },
    ),
  ];
}
