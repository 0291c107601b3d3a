import type { CheckAsk } from '../check-request';
import { sqlServerLsn } from '../position/log-position';
import { makeAnew } from '../position/recreate-task';
import type { Answers, Query } from '../query';
import { finding, rowsOf, textOf, whyUnanswered } from '../query-results';
import type { Outcome } from '../verdicts';
import { sqlServerCatalogue as catalogue } from './catalogue';
import { serverOf } from './server';

/**
 * Where the active log begins (from 2016 SP2 on), and the oldest log backup that msdb knows.
 * Source: https://learn.microsoft.com/sql/relational-databases/system-dynamic-management-views/sys-dm-db-log-stats-transact-sql
 */
export function positionQuestions({ neededLog }: CheckAsk): readonly Query[] {
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
export function positionKept(ask: CheckAsk, answers: Answers): Outcome {
  const { neededLog } = ask;
  if (neededLog === undefined) return [];
  const { said, position = '' } = neededLog;
  const lsn = sqlServerLsn(position);
  if (lsn === undefined) return { cannotLook: `${said} names no LSN` };
  const because = whyUnanswered(answers, 'log-start');
  const begins = textOf(rowsOf(answers, 'log-start')[0], 'log_min_lsn') ?? '';
  const start = sqlServerLsn(begins);
  if (start === undefined) return { cannotLook: because ?? 'sys.dm_db_log_stats tells no log_min_lsn' };
  if (lsn >= start) return [];
  const needs = `${said} needs the log from ${position} on; the active log begins at ${begins}`;
  const server = serverOf(answers);
  const { isRds } = server;
  const unseen = whyUnanswered(answers, 'log-backups');
  if (!isRds && unseen !== undefined)
    return { cannotLook: `${needs}, and the log backups are not seen: ${unseen}` };
  const oldest = oldestBackup(answers);
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
      { mend: makeAnew(ask), ...(mayBeElsewhere ? { severity: 'warning' as const } : {}) },
    ),
  ];
}

function oldestBackup(answers: Answers): bigint | undefined {
  const text = textOf(rowsOf(answers, 'log-backups')[0], 'first_lsn') ?? '';
  return /^\d+$/.test(text) ? BigInt(text) : undefined;
}
