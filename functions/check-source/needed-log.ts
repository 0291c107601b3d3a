import type { History } from '../../aws/history';
import { type NeededLog, neededLog } from '../../core/checks/position/needed-log';
import type { StartFrom } from '../../core/planning/plan';

/** What the history knows of the log that a job's task will read from: the sweep's last look, and the vault. */
export async function neededLogOf(
  history: Pick<History, 'replication' | 'checkpoint'>,
  jobKey: string,
  startFrom: StartFrom,
): Promise<{ readonly neededLog?: NeededLog }> {
  const [known, vault] = await Promise.all([history.replication(jobKey), history.checkpoint(jobKey)]);
  const needed = neededLog(startFrom, known, vault);
  return needed === undefined ? {} : { neededLog: needed };
}
