import type { Outcome } from '../evaluation/evaluate-checks';
import { sqlServerLsn } from '../position/log-position';
import { recreateTask } from '../position/recreate-task';
import type { Query, QueryResults } from '../query/query';
import { rowsOf, textOf, whyUnavailable } from '../query/query-results';
import { finding } from '../report/finding';
import type { CheckRequest } from '../request/check-request';
import { sqlServerCatalogue as catalogue } from './catalogue';
import { serverOf } from './server';

/**
 * Where the active log begins (from 2016 SP2 on), and the oldest log backup that msdb knows.
 * Source: https://learn.microsoft.com/sql/relational-databases/system-dynamic-management-views/sys-dm-db-log-stats-transact-sql
 */
export function positionQueries({ neededLog }: CheckRequest): readonly Query[] {
  if (neededLog === undefined) return [];
  const plain = (id: string, sql: string): Query => ({ id, sql, binds: [], timeoutSeconds: 20 });
  return [
    plain('log-start', 'SELECT s.log_min_lsn FROM sys.dm_db_log_stats(DB_ID()) AS s'),
    plain(
      'log-backups',
      'SELECT CAST(MIN(first_lsn) AS varchar(40)) AS first_lsn FROM msdb.dbo.backupset ' +
        "WHERE type = 'L' AND database_name = DB_NAME()",
    ),
  ];
}

/** DMS reads what has left the active log from native log backups, but not on RDS. */
export function positionKept(request: CheckRequest, results: QueryResults): Outcome {
  const { neededLog } = request;
  if (neededLog === undefined) return [];
  const { said, position = '' } = neededLog;
  const lsn = sqlServerLsn(position);
  if (lsn === undefined) return { skippedBecause: `${said} names no LSN` };
  const because = whyUnavailable(results, 'log-start');
  const begins = textOf(rowsOf(results, 'log-start')[0], 'log_min_lsn') ?? '';
  const start = sqlServerLsn(begins);
  if (start === undefined) return { skippedBecause: because ?? 'sys.dm_db_log_stats tells no log_min_lsn' };
  if (lsn >= start) return [];
  const needs = `${said} needs the log from ${position} on; the active log begins at ${begins}`;
  const server = serverOf(results);
  const { isRds } = server;
  const unavailable = whyUnavailable(results, 'log-backups');
  if (!isRds && unavailable !== undefined)
    return { skippedBecause: `${needs}, and the log backups are not seen: ${unavailable}` };
  const oldest = oldestBackup(results);
  if (!isRds && oldest !== undefined && oldest <= lsn)
    return [
      finding(catalogue.positionKept, `${needs}: log backups that DMS can read must hold the rest`, {
        severity: 'warning',
      }),
    ];
  // msdb knows the backups of its own instance: those of a database in an availability group may have been taken on another.
  const mayBeElsewhere = textOf(server.database, 'replica_id') !== undefined;
  return [
    finding(
      catalogue.positionKept,
      mayBeElsewhere ? `${needs}; another replica may have backed it up` : needs,
      { fix: recreateTask(request), ...(mayBeElsewhere ? { severity: 'warning' as const } : {}) },
    ),
  ];
}

function oldestBackup(results: QueryResults): bigint | undefined {
  const text = textOf(rowsOf(results, 'log-backups')[0], 'first_lsn') ?? '';
  return /^\d+$/.test(text) ? BigInt(text) : undefined;
}
