import type { Check, CheckedSource } from '../evaluation/check';
import { rowOf, textOf, whyUnavailable } from '../query/query-results';
import { finding, settingFix, sqlFix } from '../report/finding';
import { define } from './definitions';
import { databaseRow, isRds, withoutDatabase } from './oracle-source';

const archivelog = define('archivelog', {
  modes: 'changes',
  severity: 'error',
  title: 'the database archives its redo logs',
  why: 'DMS reads changes from archived redo logs, and in NOARCHIVELOG mode Oracle overwrites the logs',
});

/** See docs/pitfalls.md#source-logs-removed-too-early */
const retention = define('archivelog-retention', {
  modes: 'changes',
  severity: 'warning',
  title: 'archived logs are kept for as long as a task may be stopped',
  why: 'a task that is stopped for longer than the logs are kept cannot resume, and must load all tables again',
});

/** Minimum of the DMS guide. Jobs that run less often need their logs for longer. */
const minimumHours = 24;

export const archivedLogChecks: readonly Check<CheckedSource>[] = [
  {
    definition: archivelog,
    skip: withoutDatabase,
    evaluate({ results }) {
      const mode = textOf(databaseRow(results), 'log_mode');
      if (mode !== 'NOARCHIVELOG') return [];
      return [
        finding(archivelog, `log_mode is ${mode}`, {
          fix: isRds(results)
            ? settingFix('RDS: set the backup retention period to 1 day or more')
            : sqlFix('SHUTDOWN IMMEDIATE\nSTARTUP MOUNT\nALTER DATABASE ARCHIVELOG;\nALTER DATABASE OPEN;'),
        }),
      ];
    },
  },
  {
    definition: retention,
    evaluate({ request, results }) {
      const row = rowOf(results, 'archived-logs');
      if (row === undefined)
        return { skippedBecause: whyUnavailable(results, 'archived-logs') ?? 'v$archived_log is empty' };
      const deletedUntil = textOf(row, 'gone_until');
      // No log was ever deleted, so nothing shows how long logs are kept.
      if (deletedUntil === undefined) return [];
      const keptHours = hoursBetween(deletedUntil, textOf(row, 'now') ?? deletedUntil);
      const neededHours = Math.max(minimumHours, Math.ceil((request.longestGapSeconds ?? 0) / 3600));
      if (keptHours >= neededHours) return [];
      return [
        finding(
          retention,
          `archived logs are deleted after ${keptHours.toFixed(1)} hours, but they are needed for ${neededHours} hours`,
          {
            fix: isRds(results)
              ? sqlFix(
                  `EXEC rdsadmin.rdsadmin_util.set_configuration('archivelog retention hours', ${neededHours});\nCOMMIT;`,
                )
              : settingFix(`RMAN: delete archived logs only when they are ${neededHours} hours old`),
          },
        ),
      ];
    },
  },
];

/** Hours between two times of one server, such as `2026-03-01T10:00:00`. */
function hoursBetween(from: string, to: string): number {
  return (Date.parse(`${to}Z`) - Date.parse(`${from}Z`)) / 3_600_000;
}
