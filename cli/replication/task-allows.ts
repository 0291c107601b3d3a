import { isTaskStatus, type TaskStatus } from '../../core/model/task-status';
import type { Task } from '../../core/runs/task/task';

export const orders = ['start', 'resume', 'stop', 'reload'] as const;
export type Order = (typeof orders)[number];

/** Why the task of the job does not take the order now, and what to do instead; undefined when it does. */
export function refusalOf(order: Order, job: string, task: Task | undefined): string | undefined {
  if (task === undefined) return withoutTask(order, job);
  const { status } = task;
  if (!isTaskStatus(status))
    return `the task of ${job} is "${status}", which Lakeferry does not know: look at it in the DMS console`;
  const words = refusals(job, task)[status];
  return typeof words === 'string' ? words : words[order];
}

function withoutTask(order: Order, job: string): string | undefined {
  switch (order) {
    case 'start':
      return undefined;
    case 'resume':
    case 'stop':
    case 'reload':
      return `${job} has no task: "lakeferry start ${job}" makes one`;
  }
}

type Words = string | { readonly [Key in Order]?: string };

function refusals(job: string, { status, startedAt }: Task): Readonly<Record<TaskStatus, Words>> {
  const since = startedAt === undefined ? '' : ` since ${startedAt}`;
  const inTransit = `the task of ${job} is ${status}: ask again when that is over ("lakeferry status ${job}" shows it)`;
  const down = (how: string): Words => ({
    start: `the task of ${job} ${how} and has run before: "lakeferry resume ${job}" goes on where it stopped`,
    reload: `the task of ${job} ${how}, and DMS reloads tables of a running task only: "lakeferry resume ${job}" first`,
  });
  return {
    creating: inTransit,
    ready: {
      resume: `the task of ${job} never ran, so there is nothing to resume: "lakeferry start ${job}" starts it`,
      stop: `the task of ${job} never ran: there is nothing to stop`,
      reload: `the task of ${job} never ran: "lakeferry start ${job}" loads its tables`,
    },
    starting: {
      start: `the task of ${job} is starting already`,
      resume: `the task of ${job} is starting already`,
      stop: `the task of ${job} is starting, and DMS stops it only once it runs: ask again in a moment`,
      reload: `the task of ${job} is starting, and DMS reloads tables only once it runs: ask again in a moment`,
    },
    running: {
      start: `${job} replicates already${since}: there is nothing to start`,
      resume: `${job} replicates already${since}: there is nothing to resume`,
    },
    stopping: {
      start: inTransit,
      resume: inTransit,
      reload: inTransit,
    },
    stopped: down('is stopped'),
    failed: down('has failed'),
    'failed-move': down('could not be moved'),
    modifying: inTransit,
    moving: inTransit,
    testing: inTransit,
    deleting: inTransit,
  };
}
