import { DateTime } from 'luxon';
import { nextFireTimes } from '../../schedule/fire-times';
import type { Schedule } from '../../schedule/schedule';
import { parseSchedule } from '../../schedule/schedule-expression';
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
const day = 86_400_000;

/** Past and coming times of jobs, `days` back and ahead. `runs`: those of the past days. */
export function calendarOf(
  jobs: readonly CalendarJob[],
  runs: readonly RunRecord[],
  days: number,
  now: Date,
): Calendar {
  const zones = new Map(jobs.map(({ job, schedule }) => [job, schedule?.timeZone ?? 'UTC']));
  const past = runs.filter(({ jobKey }) => zones.has(jobKey)).map((run) => pastEntry(run, zones));
  const coming = jobs.map((job) => comingEntries(job, usualSeconds(job.job, runs), days, now));
  return {
    entries: [...past, ...coming.flat()].sort((a, b) =>
      a.at === b.at ? compare(a.job, b.job) : compare(a.at, b.at),
    ),
    shortened: jobs.filter((_, index) => (coming[index]?.length ?? 0) >= mostPerJob).map(({ job }) => job),
  };
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
    local: localOf(at, timeZone),
    timeZone,
    state: stateOf(run),
    run: run.run,
    ...(took === undefined ? {} : { seconds: Math.round(took) }),
  };
}

function comingEntries(
  { job, enabled, schedule, state }: CalendarJob,
  usual: number | undefined,
  days: number,
  now: Date,
): readonly CalendarEntry[] {
  if (schedule === undefined) return [];
  const until = new Date(now.getTime() + days * day);
  const times = nextFireTimes(schedule, anchorOf(schedule, state, now), mostPerJob, until).filter(
    (time) => Date.parse(time) > now.getTime(),
  );
  return times.map((local, index) => {
    const before = times[index - 1];
    const overlaps =
      before !== undefined && usual !== undefined && Date.parse(before) + usual * 1000 > Date.parse(local);
    const comes = overlaps ? 'overlapping' : 'planned';
    return {
      job,
      at: utc(local),
      local,
      timeZone: schedule.timeZone,
      state: !enabled ? 'disabled' : state?.paused === undefined ? comes : 'paused',
      ...(usual === undefined ? {} : { seconds: usual }),
    };
  });
}

/** A rate counts from the creation of its schedule, which only its runs show. */
function anchorOf({ expression }: Schedule, state: Partial<JobState> | undefined, now: Date): Date {
  const parsed = parseSchedule(expression);
  if (parsed.kind !== 'rate' || state?.lastScheduled === undefined) return now;
  const last = Date.parse(state.lastScheduled);
  const passed = Math.max(0, Math.floor((now.getTime() - last) / (parsed.seconds * 1000)));
  return new Date(last + passed * parsed.seconds * 1000);
}

/** Longest of the last successful runs. */
function usualSeconds(job: string, runs: readonly RunRecord[]): number | undefined {
  const took = runs
    .filter((run) => run.jobKey === job && stateOf(run) === 'succeeded')
    .map(({ openedAt, phases }) => (Date.parse(phases.closed ?? openedAt) - Date.parse(openedAt)) / 1000);
  return took.length === 0 ? undefined : Math.round(Math.max(...took));
}

function localOf(at: string, timeZone: string): string {
  return DateTime.fromISO(at, { zone: timeZone }).toISO({ suppressMilliseconds: true }) ?? at;
}

function utc(time: string): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
