import { progressOf } from '../../core/runs/progress';
import type { Task } from '../../core/runs/task';
import type { SweepPorts } from './sweep-ports';

/** Writes down how far the load is; the tables too while it runs, for those who watch. */
export async function recordProgress(
  { history, dms }: SweepPorts,
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
