import { nextFireTimes } from '../../schedule/fire-times';
import type { Schedule } from '../../schedule/schedule';
import { parseSchedule } from '../../schedule/schedule-expression';
import { isoOf } from '../../schedule/zone-time';
import { type RunRecord, stateOf } from '../record/run-record';
import type { JobState } from './job-state';

/** Job of a calendar. */
export interface CalendarJob {
  /** `department/job`. */
  readonly job: string;
  readonly enabled: boolean;
  readonly schedule?: Schedule | undefined;
  readonly state?: Partial<JobState> | undefined;
}

/**
 * - `planned`: a coming time
 * - `overlapping`: a coming time at which the run before is expected to be still in flight
 * - `paused`, `disabled`: a coming time at which no run starts
 * - the others: states of past runs
 */
export type CalendarState = 'planned' | 'overlapping' | 'paused' | 'disabled' | ReturnType<typeof stateOf>;

export interface CalendarEntry {
  readonly job: string;
  /** ISO 8601 in UTC. Of a past run it is the scheduled time, or the time at which it opened. */
  readonly at: string;
  /** The same moment in the job's time zone, ISO 8601 with its offset. */
  readonly local: string;
  readonly timeZone: string;
  readonly state: CalendarState;
  /** Absent for a coming time. */
  readonly run?: string;
  /** Seconds that a past run took, or that a coming run is expected to take. Absent: unknown. */
  readonly seconds?: number;
}

export interface Calendar {
  /** By time, ascending. */
  readonly entries: readonly CalendarEntry[];
  /** Jobs of which coming times are left out, after `mostPerJob` of them. */
  readonly shortened: readonly string[];
}

const mostPerJob = 200;
/** A job that starts each minute. */
const mostPerDay = 1440;
const day = 86_400_000;

/** Past and coming times of jobs, `days` back and ahead. `earlier`: runs that only show how long one usually takes. */
export function calendarOf(
  jobs: readonly CalendarJob[],
  runs: readonly RunRecord[],
  days: number,
  now: Date,
  earlier: readonly RunRecord[] = [],
): Calendar {
  const zones = new Map(jobs.map(({ job, schedule }) => [job, schedule?.timeZone ?? 'UTC']));
  const past = runs.filter(({ jobKey }) => zones.has(jobKey)).map((run) => pastEntry(run, zones));
  const usual = usualSeconds([...runs, ...earlier]);
  const timesOf = timesUntil(new Date(now.getTime() + days * day), mostPerJob);
  const coming = jobs.map((job) => comingEntries(job, usual.get(job.job), timesOf, now));
  return {
    entries: [...past, ...coming.flat()].sort(byTime),
    shortened: jobs.filter((_, index) => (coming[index]?.length ?? 0) >= mostPerJob).map(({ job }) => job),
  };
}

/** Coming times lie after `from` and `now`, and not after `until`. */
interface Span {
  readonly from: Date;
  readonly until: Date;
  readonly now: Date;
}

/** Calendar of a day, with the runs that opened on it. A run of a job that is not deployed is in UTC. */
export function calendarOfDay(
  jobs: readonly CalendarJob[],
  runs: readonly RunRecord[],
  { from, until, now }: Span,
): readonly CalendarEntry[] {
  const zones = new Map(jobs.map(({ job, schedule }) => [job, schedule?.timeZone ?? 'UTC']));
  const past = runs.map((run) => pastEntry(run, zones));
  if (until <= now) return past.sort(byTime);
  const start = from > now ? from : now;
  const timesOf = timesUntil(until, mostPerDay);
  const coming = jobs.flatMap((job) => comingEntries(job, undefined, timesOf, start));
  return [...past, ...coming].sort(byTime);
}

function pastEntry(run: RunRecord, zones: ReadonlyMap<string, string>): CalendarEntry {
  const { trigger, openedAt, jobKey, phases } = run;
  const at = utc(trigger.by === 'schedule' ? trigger.scheduledTime : openedAt);
  const timeZone = zones.get(jobKey) ?? 'UTC';
  const took =
    phases.closed === undefined ? undefined : (Date.parse(phases.closed) - Date.parse(openedAt)) / 1000;
  return {
    job: jobKey,
    at,
    local: isoOf(Date.parse(at), timeZone),
    timeZone,
    state: stateOf(run),
    run: run.run,
    ...(took === undefined ? {} : { seconds: Math.round(took) }),
  };
}

function comingEntries(
  { job, enabled, schedule, state }: CalendarJob,
  usual: number | undefined,
  timesOf: (schedule: Schedule, anchor: Date) => readonly Time[],
  now: Date,
): readonly CalendarEntry[] {
  if (schedule === undefined) return [];
  const times = timesOf(schedule, anchorOf(schedule, state, now)).filter(
    ({ moment }) => moment > now.getTime(),
  );
  return times.map(({ at, local, moment }, index) => {
    const before = times[index - 1];
    const overlaps = before !== undefined && usual !== undefined && before.moment + usual * 1000 > moment;
    const comes = overlaps ? 'overlapping' : 'planned';
    return {
      job,
      at,
      local,
      timeZone: schedule.timeZone,
      state: !enabled ? 'disabled' : state?.paused === undefined ? comes : 'paused',
      ...(usual === undefined ? {} : { seconds: usual }),
    };
  });
}

interface Time {
  readonly at: string;
  readonly local: string;
  readonly moment: number;
}

/** Times of schedules until a moment. Many jobs have the same schedule, and computing its times takes long. */
function timesUntil(until: Date, most: number): (schedule: Schedule, anchor: Date) => readonly Time[] {
  const known = new Map<string, readonly Time[]>();
  return (schedule, anchor) => {
    const key = `${schedule.expression} ${schedule.timeZone} ${anchor.getTime()}`;
    const found =
      known.get(key) ??
      nextFireTimes(schedule, anchor, most, until).map((local) => ({
        at: utc(local),
        local,
        moment: Date.parse(local),
      }));
    known.set(key, found);
    return found;
  };
}

/** A rate counts from the creation of its schedule, which only its runs show. */
function anchorOf({ expression }: Schedule, state: Partial<JobState> | undefined, now: Date): Date {
  const parsed = parseSchedule(expression);
  if (parsed.kind !== 'rate' || state?.lastScheduled === undefined) return now;
  const last = Date.parse(state.lastScheduled);
  const passed = Math.max(0, Math.floor((now.getTime() - last) / (parsed.seconds * 1000)));
  return new Date(last + passed * parsed.seconds * 1000);
}

/** Longest of the last successful runs, in seconds, by job. */
function usualSeconds(runs: readonly RunRecord[]): ReadonlyMap<string, number> {
  const longest = new Map<string, number>();
  for (const run of runs) {
    if (stateOf(run) !== 'succeeded') continue;
    const { jobKey, openedAt, phases } = run;
    const took = Math.round((Date.parse(phases.closed ?? openedAt) - Date.parse(openedAt)) / 1000);
    longest.set(jobKey, Math.max(longest.get(jobKey) ?? 0, took));
  }
  return longest;
}

/** First coming time at which a run of the job starts, ISO 8601 in UTC. Undefined for a job that is paused, disabled or on demand. */
export function nextStart({ enabled, schedule, state }: CalendarJob, now: Date): string | undefined {
  if (!enabled || schedule === undefined || state?.paused !== undefined) return undefined;
  const times = nextFireTimes(schedule, anchorOf(schedule, state, now), 2);
  const next = times.find((time) => Date.parse(time) > now.getTime());
  return next === undefined ? undefined : utc(next);
}

function byTime(a: CalendarEntry, b: CalendarEntry): number {
  return a.at === b.at ? compare(a.job, b.job) : compare(a.at, b.at);
}

function utc(time: string): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
