import type { Checkpoints } from '../../aws/history/checkpoints';
import type { Checkpoint } from '../../core/runs/replication/checkpoint';
import type { Task } from '../../core/runs/task/task';

/** Stores the task's checkpoint for the job, if it is a new one. See docs/pitfalls.md#checkpoint-lost-with-the-task. */
export async function keepCheckpoint(
  history: Checkpoints,
  jobKey: string,
  task: Task,
  seenIn: Checkpoint['seenIn'],
  now: Date,
): Promise<void> {
  if (task.checkpoint === undefined || task.checkpoint === '') return;
  const stored = await history.checkpoint(jobKey);
  if (stored?.checkpoint === task.checkpoint && stored.taskArn === task.arn) return;
  await history.keepCheckpoint(jobKey, {
    checkpoint: task.checkpoint,
    seenAt: now.toISOString(),
    seenIn,
    taskArn: task.arn,
    status: task.status,
  });
}
