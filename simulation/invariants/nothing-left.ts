import { isLeftTask, jobOfTags } from '../../core/runs/reap/left-task';
import { keptMilliseconds } from '../../core/runs/reap/leftover';
import type { Invariant } from './invariant';
import type { Observation, TaskLife } from './observation';

/**
 * Tasks of full loads end with their runs. The task of a CDC job lives on, as long as the job has it. One that no run has recorded
 * waits for the job's next run, and the daily report of leftovers names it.
 */
export const nothingLeft: Invariant = {
  name: 'nothing-left',
  sentence: 'No task, lease, token or item in flight is left when everything has ended.',
  violations: (observed) => {
    const { tasks, leases, inFlightRuns, executions, replications } = observed;
    const own = new Set(replications.flatMap(({ taskArn }) => taskArn ?? []));
    return [
      ...tasks
        .filter(({ arn, deletedAt }) => deletedAt === undefined && !own.has(arn))
        .filter((task) => 'lakeferry:run' in task.tags || !isReported(observed, task))
        .map(({ identifier, status }) => `the task ${identifier} is left, ${status}`),
      ...leases.map(({ job, lease }) => `${job} has a lease, of ${lease.run}`),
      ...inFlightRuns.map(({ run, goal }) => `${run} is still in flight, toward ${goal}`),
      ...executions.map((arn) => `the execution ${arn} still runs`),
    ];
  },
};

/** Returns true for a task that the report of leftovers names as soon as it is old enough. */
function isReported({ now, inFlightRuns, replications }: Observation, task: TaskLife): boolean {
  const { arn, identifier, status, tags, work } = task;
  const [first] = work;
  const facts = {
    task: {
      ...{ arn, identifier, status, createdAt: new Date(task.createdAt).toISOString() },
      ...(first === undefined ? {} : { startedAt: new Date(first.startedAt).toISOString() }),
    },
    tags,
    record: undefined,
    inFlight: inFlightRuns,
    replication: replications.find(({ forJob }) => forJob === jobOfTags(tags)),
  };
  const later = new Date(now + keptMilliseconds + 1);
  return isLeftTask(tags['lakeferry:environment'] ?? '', facts, later);
}
