import { MustWait } from '../../application/runs/wait-for-dms';
import type { History } from '../../aws/history/history';
import { isGoneForGood } from '../../core/runs/replication/replication-step';

/**
 * Ensures that a job which only loads has no task that follows changes, from before its mode was changed. Both would write into the
 * same folder. A poll deletes that task, because the job's parameter says that it only loads.
 * @throws MustWait until the task is gone
 */
export async function ensureNoLivingTask(
  history: Pick<History, 'replication'>,
  jobKey: string,
  now: Date,
): Promise<void> {
  const known = await history.replication(jobKey);
  if (known?.taskArn === undefined || isGoneForGood(known, now)) return;
  throw new MustWait(
    { goal: 'settled', taskArn: known.taskArn },
    `the task ${known.taskIdentifier} follows changes, from before the job had mode: full-load; a poll deletes it within ten minutes of the deployment`,
  );
}
