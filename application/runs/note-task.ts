import type { History } from '../../aws/history/history';
import type { InFlightRun } from '../../core/runs/record/in-flight-run';
import type { Task } from '../../core/runs/task/task';
import { mayHaveTask } from '../../core/runs/task/task-step';

/**
 * Milliseconds between two answers without the task, after which they are not one absence: nobody knows what DMS would have answered
 * in between.
 */
const longestGap = 5 * 60_000;
/** Milliseconds between two records of one absence. */
const recordedEvery = 30_000;

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
    if (inFlightRun.deletingSince !== undefined) return inFlightRun;
    const { missingSince, missedAt = missingSince } = inFlightRun;
    const gap = missedAt === undefined ? Number.POSITIVE_INFINITY : now.getTime() - Date.parse(missedAt);
    if (gap < recordedEvery) return inFlightRun;
    const since = missingSince === undefined || gap > longestGap ? at : missingSince;
    await history.inFlightRunMisses(inFlightRun.run, { since, at });
    return { ...inFlightRun, missingSince: since, missedAt: at };
  }
  if (inFlightRun.missingSince !== undefined) await history.inFlightRunMisses(inFlightRun.run, undefined);
  if (task.status !== 'deleting' || inFlightRun.deletingSince !== undefined)
    return { ...inFlightRun, missingSince: undefined, missedAt: undefined };
  await history.inFlightRunDeletes(inFlightRun.run, at);
  return { ...inFlightRun, missingSince: undefined, missedAt: undefined, deletingSince: at };
}
