import type { Invariant } from './invariant';

/** Tasks of full loads end with their runs. The task of a CDC job lives on, as long as the job has it. */
export const nothingLeft: Invariant = {
  name: 'nothing-left',
  sentence: 'No task, lease, token or item in flight is left when everything has ended.',
  violations: ({ tasks, leases, inFlightRuns, executions, replications }) => {
    const own = new Set(replications.flatMap(({ taskArn }) => taskArn ?? []));
    return [
      ...tasks
        .filter(({ arn, deletedAt }) => deletedAt === undefined && !own.has(arn))
        .map(({ identifier, status }) => `the task ${identifier} is left, ${status}`),
      ...leases.map(({ job, lease }) => `${job} has a lease, of ${lease.run}`),
      ...inFlightRuns.map(({ run, goal }) => `${run} is still in flight, toward ${goal}`),
      ...executions.map((arn) => `the execution ${arn} still runs`),
    ];
  },
};
