import type { Checkpoints } from '../../aws/history/checkpoints';
import type { Checkpoint } from '../../core/runs/replication/checkpoint';
import type { Task } from '../../core/runs/task/task';

/** Puts the task's checkpoint into the job's checkpoint store, if DMS shows one that is not there yet (C1). */
export async function keepCheckpoint(
  history: Checkpoints,
  jobKey: string,
  task: Task,
  seenIn: Checkpoint['seenIn'],
  now: Date,
): Promise<void> {
  if (task.checkpoint === undefined || task.checkpoint === '') return;
  const standing = await history.checkpoint(jobKey);
  if (standing?.checkpoint === task.checkpoint && standing.taskArn === task.arn) return;
  await history.keepCheckpoint(jobKey, {
    checkpoint: task.checkpoint,
    seenAt: now.toISOString(),
    seenIn,
    taskArn: task.arn,
    status: task.status,
  });
}
