import type { Invariant } from './invariant';
import type { Observation, ObservedRun } from './observation';
import { workOf } from './true-verdict';

/** Time that a poll, a failing function and the deletion of a task may add to the limit of a job. */
const graceSeconds = 2 * 3600;

export const keptDurations: Invariant = {
  name: 'kept-durations',
  sentence:
    'No load runs longer than the max-duration of its job, apart from the time to notice and to stop it.',
  violations: (observed) => observed.runs.flatMap((run) => tooLong(run, observed)),
};

function tooLong({ record }: ObservedRun, { tasks, now, limits }: Observation): readonly string[] {
  const most = limits[record.jobKey]?.most;
  if (most === undefined || record.mode !== undefined) return [];
  return workOf(record, tasks).flatMap(({ startedAt, endedAt = now }) => {
    const seconds = (endedAt - startedAt) / 1000;
    return seconds <= most + graceSeconds
      ? []
      : [`${record.run} loaded for ${Math.round(seconds)} s, and its job allows ${most} s`];
  });
}
