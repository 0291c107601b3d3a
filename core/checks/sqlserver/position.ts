import type { Check } from '../evaluation/check';
import { recreateTask } from '../position/recreate-task';
import type { QueryResults } from '../query/query';
import { rowOf, textOf, whyUnavailable } from '../query/query-results';
import { finding } from '../report/finding';
import { cdcGuide, define } from './definitions';
import { parseLsn } from './lsn';
import type { SqlServerSource } from './sqlserver-source';

/** See docs/pitfalls.md#source-logs-removed-too-early */
const definition = define('position-kept', {
  modes: 'changes',
  severity: 'error',
  title: 'the log that the task will read exists',
  why:
    'a stopped task resumes where it stopped, and a first start begins at start-from. ' +
    'What is neither in the log nor in its backups is lost',
  source: cdcGuide,
});

/** DMS reads what has left the active log from native log backups, but not on RDS. */
export const positionKept: Check<SqlServerSource> = {
  definition,
  evaluate({ request, results, server }) {
    const { neededLog } = request;
    if (neededLog === undefined) return [];
    const { origin, position = '' } = neededLog;
    const lsn = parseLsn(position);
    if (lsn === undefined) return { skippedBecause: `${origin} contains no LSN` };
    const begin = textOf(rowOf(results, 'log-start'), 'log_min_lsn') ?? '';
    const firstLsn = parseLsn(begin);
    if (firstLsn === undefined)
      return {
        skippedBecause:
          whyUnavailable(results, 'log-start') ?? 'sys.dm_db_log_stats does not report log_min_lsn',
      };
    if (lsn >= firstLsn) return [];
    const found = `${origin} needs the log from ${position} on; the active log begins at ${begin}`;
    if (!server.isRds) {
      const because = whyUnavailable(results, 'log-backups');
      if (because !== undefined)
        return { skippedBecause: `${found}, and the log backups are not visible: ${because}` };
      const oldest = oldestBackup(results);
      if (oldest !== undefined && oldest <= lsn)
        return [
          finding(definition, `${found}: log backups that DMS can read must contain the rest`, {
            severity: 'warning',
          }),
        ];
    }
    const fix = recreateTask(request);
    // msdb knows only the backups of its own instance. In an availability group, another replica
    // may have taken them.
    return textOf(server.database, 'replica_id') === undefined
      ? [finding(definition, found, { fix })]
      : [
          finding(definition, `${found}; another replica may have a backup of it`, {
            severity: 'warning',
            fix,
          }),
        ];
  },
};

function oldestBackup(results: QueryResults): bigint | undefined {
  const text = textOf(rowOf(results, 'log-backups'), 'first_lsn') ?? '';
  return /^\d+$/.test(text) ? BigInt(text) : undefined;
}
