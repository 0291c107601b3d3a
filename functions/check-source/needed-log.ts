import type { History } from '../../aws/history/history';
import type { NeededLog } from '../../core/checks/position/needed-log';
import type { StartFrom } from '../../core/planning/job-plan';
import { neededLog } from '../../core/runs/replication/needed-log';

/** What the history knows of the log that a job's task will read from: the poll's last look, and the checkpoint store. */
export async function neededLogOf(
  history: Pick<History, 'replication' | 'checkpoint'>,
  jobKey: string,
  startFrom: StartFrom,
): Promise<{ readonly neededLog?: NeededLog }> {
  const [known, checkpointStore] = await Promise.all([
    history.replication(jobKey),
    history.checkpoint(jobKey),
  ]);
  const needed = neededLog(startFrom, known, checkpointStore);
  return needed === undefined ? {} : { neededLog: needed };
}
