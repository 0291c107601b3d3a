import type { Invariant } from './invariant';

/** Statuses in which a task changes by itself. */
const moving = new Set(['creating', 'starting', 'stopping', 'modifying', 'moving', 'testing']);

/** Milliseconds after the time of the next attempt in which a poll makes it. */
const resumesWithin = 600_000;

export const monitoredReplications: Invariant = {
  name: 'monitored-replications',
  sentence:
    'A task that should replicate does, or a poll resumes it, or people have an alert that it is down.',
  violations: ({ replications, tasks, inFlightRuns, now }) => {
    const statusOf = new Map(
      tasks.map(({ arn, status, deletedAt }) => [arn, deletedAt === undefined ? status : 'gone']),
    );
    const held = new Set(inFlightRuns.map(({ forJob }) => forJob));
    return replications.flatMap(({ forJob, desired, taskArn, alerts, resumes }) => {
      const status = taskArn === undefined ? 'absent' : (statusOf.get(taskArn) ?? 'gone');
      if (desired === 'stopped')
        return status === 'running' ? [`${forJob} should be stopped, and its task runs`] : [];
      const isResumed = resumes !== undefined && Date.parse(resumes.nextAt) + resumesWithin >= now;
      const isCared = alerts?.down !== undefined || isResumed || held.has(forJob) || moving.has(status);
      return status === 'running' || isCared
        ? []
        : [`${forJob} should replicate, its task is ${status}, and nobody knows`];
    });
  },
};
