import { createDepartments } from '../../aws/departments';
import { createPlans } from '../../aws/plans';
import { namedEnvironment } from '../../core/model/environment-names';
import { type Calendar, calendarOf, nextStart } from '../../core/runs/job/calendar';
import { selectedRuns } from '../runs/list-runs';
import { isSelected } from '../selection';
import type { DeployedEnvironment } from './deployed-environment';
import { checkKnown } from './deployed-names';
import { type CalendarPorts, readScheduledJobs } from './scheduled-jobs';

export interface CalendarRequest {
  /** A department or a `department/job`; absent: all. */
  readonly selection?: string | undefined;
  /** Days back and ahead. */
  readonly days: number;
  /** Days back of runs that show how long a run usually takes. Absent: `days`. */
  readonly usualDays?: number | undefined;
}

export interface DeployedCalendar extends Calendar {
  readonly environment: string;
  /** True when the past has more runs than are listed: the oldest are left out. */
  readonly isPastShortened: boolean;
  /** Deployed departments whose jobs are left out, because their parameter is missing, or it or their plan cannot be read. */
  readonly unread: readonly string[];
}

const mostRuns = 2000;
const cachedDepartments = 1000;
const day = 86_400_000;

/** Reads past and coming times of the deployed jobs. */
export async function readCalendar(
  environment: DeployedEnvironment,
  { selection, days, usualDays = days }: CalendarRequest,
  now: Date,
  ports: CalendarPorts = openCalendar(environment),
): Promise<DeployedCalendar> {
  if (selection !== undefined) await checkKnown(environment, selection, now);
  const ago = (count: number): Date => new Date(now.getTime() - count * day);
  const since = ago(Math.max(days, usualDays));
  const [{ jobs, unread }, runs] = await Promise.all([
    readScheduledJobs(environment, ports),
    selectedRuns(environment.history, selection, { now, limit: mostRuns, since }),
  ]);
  const selected = jobs.filter(({ job }) => isSelected(selection, job));
  const first = ago(days).toISOString();
  const past = runs.filter(({ openedAt }) => openedAt >= first);
  const earlier = runs.slice(past.length);
  const calendar = calendarOf(selected, past, days, now, earlier);
  return {
    ...calendar,
    environment: environment.platform.environment,
    isPastShortened: runs.length >= mostRuns && earlier.length === 0,
    unread: unread.filter((department) => selection === undefined || selection.split('/')[0] === department),
  };
}

export function openCalendar({ platform }: Pick<DeployedEnvironment, 'platform'>): CalendarPorts {
  // `unread` names the departments that are left out.
  const silent = { error: () => undefined };
  return {
    departments: createDepartments(namedEnvironment(platform), silent),
    plans: createPlans(undefined, cachedDepartments),
  };
}

/** First coming time of each job that has one. */
export interface NextStarts {
  /** ISO 8601 in UTC, by job. */
  readonly next: Readonly<Record<string, string>>;
  /** As of a calendar. */
  readonly unread: readonly string[];
}

export async function readNextStarts(
  environment: DeployedEnvironment,
  now: Date,
  ports: CalendarPorts = openCalendar(environment),
): Promise<NextStarts> {
  const { jobs, unread } = await readScheduledJobs(environment, ports);
  const next = jobs.flatMap((job) => {
    const at = nextStart(job, now);
    return at === undefined ? [] : [[job.job, at] as const];
  });
  return { next: Object.fromEntries(next), unread };
}
