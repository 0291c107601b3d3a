import type { History } from '../../aws/history/history';
import type { NeededLog } from '../../core/checks/position/needed-log';
import type { StartFrom } from '../../core/planning/job-plan';
import { neededLog } from '../../core/runs/replication/needed-log';

/**
 * Reads what the history knows of the log that a job's task will read: the state at the last poll,
 * and the checkpoint store.
 */
export async function neededLogOf(
  history: Pick<History, 'replication' | 'checkpoint'>,
  jobKey: string,
  startFrom: StartFrom,
): Promise<{ readonly neededLog?: NeededLog }> {
  const [replication, checkpoint] = await Promise.all([
    history.replication(jobKey),
    history.checkpoint(jobKey),
  ]);
  const needed = neededLog(startFrom, replication, checkpoint);
  return needed === undefined ? {} : { neededLog: needed };
}
