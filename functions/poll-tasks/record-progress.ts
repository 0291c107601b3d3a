import { progressOf } from '../../core/runs/record/progress';
import type { Task } from '../../core/runs/task/task';
import type { PollPorts } from './poll-ports';

/** Records the progress of the load, and its tables while it runs. */
export async function recordProgress(
  { history, dms }: PollPorts,
  run: string,
  task: Task,
  now: Date,
  withTables: boolean,
): Promise<void> {
  await history.recordProgress(run, progressOf(task, now));
  if (!withTables || task.status !== 'running') return;
  const record = await history.run(run);
  if (record !== undefined) await history.recordChangedTables(record, await dms.tableStatistics(task.arn));
}
