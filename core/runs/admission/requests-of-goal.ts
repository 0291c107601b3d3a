import type { InFlightRun } from '../record/in-flight-run';
import type { Goal } from '../task/goal';

/** DMS requests that a poll pays for ahead, by the function that makes them. */
export const paidFunctions = ['CreateTask', 'StartTask', 'JudgeRun', 'DeleteTask'] as const;
export type PaidFunction = (typeof paidFunctions)[number];
export type PaidRequests = Readonly<Partial<Record<PaidFunction, number>>>;

/** Maximum page of DescribeTableStatistics. */
const tablesPerRequest = 500;

/** CreateTask: both connections in one request, unless their tests are known, and the task. The task of a CDC job is described before. */
const createTask = 3;
/** StartTask: the task, and the start. */
const startTask = 2;
/** JudgeRun and DeleteTask: each finds the task by its identifier. */
const findTask = 1;
const deleteTask = findTask + 1;

/**
 * Requests of the functions after a goal, until the run waits again. A request that is made beyond them is settled afterwards, so a
 * number that is too low delays others, and fails nothing.
 */
export function requestsAfter(
  goal: Goal,
  { livesOn, expectedTables, dmsWait }: Pick<InFlightRun, 'livesOn' | 'expectedTables' | 'dmsWait'>,
): PaidRequests {
  switch (goal) {
    case 'none':
    case 'deleted':
      return {};
    case 'connections-tested':
    case 'identifier-free':
    case 'settled':
      return dmsWait?.by === 'StartTask' ? { StartTask: startTask } : { CreateTask: createTask };
    case 'admitted':
      return { CreateTask: createTask };
    case 'ready':
      return { StartTask: startTask };
    case 'load-finished':
    case 'replicating': {
      const JudgeRun = findTask + statisticsRequests(expectedTables);
      // No run deletes the task of a CDC job.
      return livesOn === undefined ? { JudgeRun, DeleteTask: deleteTask } : { JudgeRun };
    }
  }
}

/** Requests for the statistics of all tables of a task. */
export function statisticsRequests(tables = 1): number {
  return Math.max(1, Math.ceil(tables / tablesPerRequest));
}

export function totalOf(paid: PaidRequests): number {
  return Object.values(paid).reduce((sum, requests) => sum + requests, 0);
}
