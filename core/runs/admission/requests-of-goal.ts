import type { InFlightRun } from '../record/in-flight-run';
import type { Goal } from '../task/goal';

/** DMS requests that a poll pays for ahead, by the function that makes them. */
export const paidFunctions = ['CreateTask', 'StartTask', 'JudgeRun', 'DeleteTask'] as const;
export type PaidFunction = (typeof paidFunctions)[number];
export type PaidRequests = Readonly<Partial<Record<PaidFunction, number>>>;

/** Maximum page of DescribeTableStatistics. */
const tablesPerRequest = 500;

/**
 * Requests of one call of each function, when nothing is unusual. CreateTask describes both connections, unless their tests are known,
 * then creates the task or tests one connection. All others use what a poll has seen of the task. The test of paid requests compares
 * these numbers with what the functions request.
 */
const perCall = { CreateTask: 2, CreateTaskAgain: 1, StartTask: 1, DeleteTask: 1 } as const;

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
      return dmsWait?.by === 'StartTask'
        ? { StartTask: perCall.StartTask }
        : { CreateTask: perCall.CreateTaskAgain };
    case 'admitted':
      return { CreateTask: perCall.CreateTask };
    case 'ready':
      return { StartTask: perCall.StartTask };
    case 'load-finished':
    case 'replicating': {
      const JudgeRun = statisticsRequests(expectedTables);
      // No run deletes the task of a CDC job.
      return livesOn === undefined ? { JudgeRun, DeleteTask: perCall.DeleteTask } : { JudgeRun };
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
