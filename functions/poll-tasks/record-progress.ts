import { progressOf } from '../../core/runs/record/progress';
import type { Task } from '../../core/runs/task/task';
import type { PollPorts } from './poll-ports';

/** Writes down how far the load is; the tables too while it runs, for those who watch. */
export async function recordProgress(
  { history, dms }: PollPorts,
  run: string,
  task: Task,
  now: Date,
  tablesToo: boolean,
): Promise<void> {
  await history.recordProgress(run, progressOf(task, now));
  if (!tablesToo || task.status !== 'running') return;
  const record = await history.run(run);
  if (record !== undefined) await history.recordTables(record, await dms.tableStatistics(task.arn));
}
