import type { History } from '../../aws/history/history';
import { RunError } from '../../core/runs/record/run-error';

/**
 * Ensures that a job which only loads has no task that follows changes, from before its mode was changed. Nothing would end that
 * task, and both would write into the same folder.
 * @throws RunError `TaskNotChangeable`
 */
export async function ensureNoLivingTask(
  history: Pick<History, 'replication'>,
  jobKey: string,
): Promise<void> {
  const known = await history.replication(jobKey);
  if (known?.taskArn === undefined || known.seen?.status === 'gone') return;
  throw new RunError(
    'TaskNotChangeable',
    `the task ${known.taskIdentifier} follows changes, from before the job had mode: full-load; run lakeferry stop ${jobKey} --delete, then lakeferry run ${jobKey}`,
  );
}
