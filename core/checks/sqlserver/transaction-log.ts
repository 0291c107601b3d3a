import type { Check } from '../evaluation/check';
import { withoutResult } from '../evaluation/skip-reasons';
import { numberOf, rowOf, textOf, whyUnavailable } from '../query/query-results';
import { finding, sqlFix } from '../report/finding';
import { cdcGuide, define } from './definitions';
import { sqlServerDialect } from './dialect';
import { type SqlServerSource, withoutDatabase } from './sqlserver-source';

const recoveryModel = define('recovery-model', {
  modes: 'changes',
  severity: 'error',
  title: 'the recovery model keeps the transaction log',
  why: 'DMS reads changes from the transaction log, which the simple recovery model truncates at every checkpoint',
  source: cdcGuide,
});

const fullBackup = define('full-backup', {
  modes: 'changes',
  severity: 'error',
  title: 'a full backup has started the chain of log backups',
  why: 'until the first full backup, the log is truncated as in the simple recovery model',
  source: cdcGuide,
});

/** See docs/pitfalls.md#source-logs-removed-too-early */
const retention = define('log-retention', {
  modes: 'changes',
  severity: 'warning',
  title: 'changes stay in the transaction log for as long as a task may be stopped',
  why: 'the capture job releases the log after it has read it. What DMS has not read by then is only in log backups',
  source: cdcGuide,
});

const reuse = define('log-reuse', {
  modes: 'changes',
  severity: 'note',
  title: 'reason why the transaction log cannot be truncated',
  why: 'a log that cannot be truncated grows until the disk is full',
  source: 'https://learn.microsoft.com/sql/relational-databases/logs/the-transaction-log-sql-server',
});

/** Maximum of sp_cdc_change_job in seconds, and the value that the DMS guide recommends. */
const recommendedPolling = 86_399;
const minimumPolling = 3_600;
const harmlessWaits: ReadonlySet<string> = new Set(['NOTHING', 'LOG_BACKUP', 'CHECKPOINT']);

export const transactionLogChecks: readonly Check<SqlServerSource>[] = [
  {
    definition: recoveryModel,
    skip: withoutDatabase,
    evaluate({ server: { database } }) {
      const model = textOf(database, 'recovery_model_desc');
      if (model !== 'SIMPLE') return [];
      const name = sqlServerDialect.identifier(textOf(database, 'name') ?? '');
      return [
        finding(recoveryModel, `recovery_model_desc is ${model}`, {
          fix: sqlFix(`ALTER DATABASE ${name} SET RECOVERY FULL;\n-- then a full backup`),
        }),
      ];
    },
  },
  {
    definition: fullBackup,
    skip: withoutDatabase,
    evaluate({ server: { database }, results }) {
      // The check of the recovery model reports the missing log.
      if (textOf(database, 'recovery_model_desc') === 'SIMPLE')
        return { skippedBecause: 'the recovery model is SIMPLE' };
      const chain = rowOf(results, 'log-chain');
      if (chain === undefined)
        return {
          skippedBecause:
            whyUnavailable(results, 'log-chain') ?? 'the login does not see the state of the log',
        };
      if (textOf(chain, 'last_log_backup_lsn') !== undefined) return [];
      const name = textOf(database, 'name') ?? '';
      const { identifier, literal } = sqlServerDialect;
      return [
        finding(fullBackup, 'no full backup has started a chain of log backups', {
          fix: sqlFix(`BACKUP DATABASE ${identifier(name)} TO DISK = ${literal(`${name}.bak`)};`),
        }),
      ];
    },
  },
  {
    definition: retention,
    skip: withoutResult('capture-job'),
    evaluate({ request, results }) {
      const polling = numberOf(rowOf(results, 'capture-job'), 'pollinginterval');
      if (polling === undefined) return { skippedBecause: 'MS-CDC has no capture job' };
      const gap = request.longestGapSeconds ?? recommendedPolling;
      if (polling >= Math.min(recommendedPolling, Math.max(minimumPolling, gap))) return [];
      return [
        finding(retention, `the capture job reads and releases the log every ${polling} seconds`, {
          fix: sqlFix(
            `EXEC sys.sp_cdc_change_job @job_type = 'capture', @pollinginterval = ${recommendedPolling};\nEXEC sys.sp_cdc_stop_job @job_type = 'capture';\nEXEC sys.sp_cdc_start_job @job_type = 'capture';`,
          ),
        }),
      ];
    },
  },
  {
    definition: reuse,
    skip: withoutDatabase,
    evaluate({ server: { database } }) {
      const wait = textOf(database, 'log_reuse_wait_desc') ?? 'NOTHING';
      return harmlessWaits.has(wait) ? [] : [finding(reuse, `log_reuse_wait_desc is ${wait}`)];
    },
  },
];
