import type { RequestBudget } from './request-budget';
import { requestsAfter, statisticsRequests, totalOf } from './requests-of-goal';

/** Run of the past or of the future. Times are milliseconds since 1970. */
export interface EstimatedRun {
  readonly from: number;
  readonly until: number;
  /** Number of tables that its plan names. */
  readonly tables: number;
}

/** Estimated DMS requests of one minute. */
export interface MinuteOfRequests {
  /** Start, milliseconds since 1970. */
  readonly at: number;
  /** Requests of functions, for which runs wait. */
  readonly functions: number;
  /** Requests of the poll of the minute, which reads when nobody has to wait for it. */
  readonly polls: number;
  /** Milliseconds by which runs of this minute wait for the budget. */
  readonly delay: number;
}

const minute = 60_000;
/** DescribeReplicationTasks. */
const tasksPerRequest = 100;
/** Tasks whose statistics a poll reads. */
const readPerPoll = 60;

/**
 * Estimate of DMS requests, for minutes that have any: those of CreateTask and StartTask when a run begins, those of JudgeRun and
 * DeleteTask when it ends, and each minute in between those of the poll. The requests of polls that events trigger are left out: they
 * are made only while requests are left.
 */
export function estimateRequests(
  budget: RequestBudget,
  runs: readonly EstimatedRun[],
): readonly MinuteOfRequests[] {
  const functions = new Map<number, number>();
  const readings = new Map<number, { tasks: number; requests: number }>();
  const add = (time: number, requests: number): void => {
    const at = Math.floor(time / minute) * minute;
    functions.set(at, (functions.get(at) ?? 0) + requests);
  };
  for (const { from, until, tables } of runs) {
    const run = { expectedTables: Math.max(1, tables) };
    add(from, totalOf(requestsAfter('admitted', run)) + totalOf(requestsAfter('ready', run)));
    add(until, totalOf(requestsAfter('load-finished', run)));
    for (let at = Math.ceil(from / minute) * minute; at < until; at += minute) {
      const { tasks, requests } = readings.get(at) ?? { tasks: 0, requests: 0 };
      const isRead = tasks < readPerPoll;
      readings.set(at, {
        tasks: tasks + 1,
        requests: requests + (isRead ? statisticsRequests(run.expectedTables) : 0),
      });
    }
  }
  let paidUntil = 0;
  return [...new Set([...functions.keys(), ...readings.keys()])]
    .sort((a, b) => a - b)
    .map((at) => {
      const ofFunctions = functions.get(at) ?? 0;
      const { tasks, requests } = readings.get(at) ?? { tasks: 0, requests: 0 };
      paidUntil = Math.max(at, paidUntil) + (ofFunctions * 1000) / budget.perSecond;
      const delay = Math.max(0, paidUntil - at - (budget.burst * 1000) / budget.perSecond);
      return {
        at,
        functions: ofFunctions,
        polls: Math.ceil(tasks / tasksPerRequest) + requests,
        delay: Math.round(delay),
      };
    });
}
