import { type CalendarEntry, calendarOfDay } from '../../core/runs/job/calendar';
import type { DeployedEnvironment } from './deployed-environment';
import { type CalendarPorts, readScheduledJobs } from './scheduled-jobs';

export interface CalendarDay {
  /** UTC day, `yyyy-mm-dd`. */
  readonly day: string;
  /** Runs that opened on that day, and coming times, by time. */
  readonly entries: readonly CalendarEntry[];
  /** True when the day has more runs than are listed. */
  readonly isShortened: boolean;
}

const mostRuns = 5000;
const dayLong = 86_400_000;

/** Reads one day. A past day has no coming times, and a coming one no runs. */
export async function readCalendarDay(
  environment: DeployedEnvironment,
  day: string,
  now: Date,
  ports: CalendarPorts,
): Promise<CalendarDay> {
  const from = new Date(`${day}T00:00:00Z`);
  const until = new Date(from.getTime() + dayLong - 1);
  const [{ jobs }, runs] = await Promise.all([
    readScheduledJobs(environment, ports),
    from > now ? [] : environment.history.runsOfDay(day, { now, limit: mostRuns }),
  ]);
  return {
    day,
    entries: calendarOfDay(jobs, runs, { from: new Date(from.getTime() - 1), until, now }),
    isShortened: runs.length >= mostRuns,
  };
}
