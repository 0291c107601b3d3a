import { calendarOf } from '../../core/runs/job/calendar';
import { estimateRequests, type MinuteOfRequests } from '../../core/runs/admission/request-estimate';
import type { DeployedEnvironment } from './deployed-environment';
import { type CalendarPorts, readScheduledJobs } from './scheduled-jobs';

/** Use of the budget of DMS requests: an estimate from past runs and coming times. */
export interface DmsUse {
  /** Requests per second that Lakeferry uses at most. */
  readonly perSecond: number;
  /** Requests that it may make at once after a rest. */
  readonly burst: number;
  /** Time until which requests are paid ahead, ISO 8601 in UTC. Absent: the budget is free. */
  readonly paidUntil?: string;
  /** Minutes with requests, of the last 24 hours and the next 24 hours. */
  readonly minutes: readonly MinuteOfRequests[];
}

const dayLong = 86_400_000;
const daysBack = 7;
const mostRuns = 2000;
/** Where nothing shows how long a run takes. */
const guessedSeconds = 300;
/** States of entries without DMS requests. */
const empty: ReadonlySet<string> = new Set(['paused', 'disabled', 'skipped', 'missed', 'overlapping']);

/** Reads the history and the plans, and sends no request to DMS. */
export async function readDmsUse(
  environment: DeployedEnvironment,
  now: Date,
  ports: CalendarPorts,
): Promise<DmsUse> {
  const { history } = environment;
  const since = new Date(now.getTime() - daysBack * dayLong);
  const [{ jobs }, runs, budget, paidUntil] = await Promise.all([
    readScheduledJobs(environment, ports),
    history.recentRuns({ now, since, limit: mostRuns }),
    history.lastBudget(),
    history.paidUntil(),
  ]);
  const tablesOf = new Map(jobs.map(({ job, tables }) => [job, tables]));
  const estimated = calendarOf(jobs, runs, 1, now).entries.flatMap(({ job, at, state, seconds }) => {
    const from = Date.parse(at);
    if (empty.has(state) || from < now.getTime() - dayLong) return [];
    const until = state === 'open' ? now.getTime() : from + (seconds ?? guessedSeconds) * 1000;
    return [{ from, until: Math.max(from, until), tables: tablesOf.get(job) ?? 1 }];
  });
  return {
    ...budget,
    ...(paidUntil > now.getTime() ? { paidUntil: new Date(paidUntil).toISOString() } : {}),
    minutes: estimateRequests(budget, estimated),
  };
}
