import type { History } from '../../aws/history/history';
import type { InFlightRun } from '../../core/runs/record/in-flight-run';
import type { Task } from '../../core/runs/task/task';
import { mayHaveTask } from '../../core/runs/task/task-step';

/** Records whether DMS answers with the run's task and whether it deletes the task. Returns the updated in-flight run. */
export async function noteTask(
  history: History,
  inFlightRun: InFlightRun,
  task: Task | undefined,
  now: Date,
): Promise<InFlightRun> {
  if (!mayHaveTask(inFlightRun)) return inFlightRun;
  const at = now.toISOString();
  if (task === undefined) {
    if (inFlightRun.missingSince !== undefined || inFlightRun.deletingSince !== undefined) return inFlightRun;
    await history.inFlightRunMisses(inFlightRun.run, at);
    return { ...inFlightRun, missingSince: at };
  }
  if (inFlightRun.missingSince !== undefined) await history.inFlightRunMisses(inFlightRun.run, undefined);
  if (task.status !== 'deleting' || inFlightRun.deletingSince !== undefined)
    return { ...inFlightRun, missingSince: undefined };
  await history.inFlightRunDeletes(inFlightRun.run, at);
  return { ...inFlightRun, missingSince: undefined, deletingSince: at };
}
