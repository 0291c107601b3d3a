import type { Invariant } from './invariant';
import type { Observation, ObservedRun, TaskWork } from './observation';
import { tasksOf } from './true-verdict';

/** Time that a poll, a failing function and the deletion of a task may add to the limit of a job. */
const graceSeconds = 2 * 3600;

export const keptDurations: Invariant = {
  name: 'kept-durations',
  sentence:
    'No load runs longer than the max-duration of its job, apart from the time to notice and to stop it.',
  violations: (observed) => observed.runs.flatMap((run) => tooLong(run, observed)),
};

function tooLong({ record }: ObservedRun, observed: Observation): readonly string[] {
  const most = observed.limits[record.jobKey]?.most;
  if (most === undefined || record.mode !== undefined) return [];
  return tasksOf(record, observed.tasks).flatMap(({ arn, work }) =>
    work.flatMap((one) => {
      const seconds = (loadEnd(arn, one, observed) - one.startedAt) / 1000;
      return seconds <= most + graceSeconds
        ? []
        : [`${record.run} loaded for ${Math.round(seconds)} s, and its job allows ${most} s`];
    }),
  );
}

/** Time at which DMS began to stop the task, which may then hang in `stopping` for hours, or at which it ended by itself. */
function loadEnd(arn: string, { startedAt, endedAt }: TaskWork, { requests, now }: Observation): number {
  const end = endedAt ?? now;
  const stop = requests.find(
    ({ at, operation, task, isDone }) =>
      operation === 'StopReplicationTask' && task === arn && isDone && at >= startedAt && at <= end,
  );
  return stop?.at ?? end;
}
