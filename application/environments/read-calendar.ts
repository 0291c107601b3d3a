import { createDepartments, type Departments } from '../../aws/departments';
import { createPlans, type DepartmentPlans } from '../../aws/plans';
import { mapConcurrently } from '../../core/concurrency';
import { type Calendar, type CalendarJob, calendarOf, nextStart } from '../../core/runs/job/calendar';
import { isTransient } from '../../core/runs/record/run-error';
import { selectedRuns } from '../runs/list-runs';
import { isSelected } from '../selection';
import type { DeployedEnvironment } from './deployed-environment';
import { checkKnown } from './deployed-names';

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

export interface CalendarPorts {
  readonly departments: Departments;
  readonly plans: DepartmentPlans;
}

const mostRuns = 2000;
const cachedDepartments = 1000;
const plansAtOnce = 20;
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
  const [keys, departments, runs] = await Promise.all([
    environment.deployment.jobKeys(environment.platform.environment),
    ports.departments.deployed(),
    selectedRuns(environment.history, selection, { now, limit: mostRuns, since }),
  ]);
  const { jobs, unread } = await calendarJobs(environment, ports, departments);
  const selected = jobs.filter(({ job }) => isSelected(selection, job));
  const first = ago(days).toISOString();
  const past = runs.filter(({ openedAt }) => openedAt >= first);
  const earlier = runs.slice(past.length);
  const calendar = calendarOf(selected, past, days, now, earlier);
  return {
    ...calendar,
    environment: environment.platform.environment,
    isPastShortened: runs.length >= mostRuns && earlier.length === 0,
    unread: unreadDepartments(
      keys.filter((key) => isSelected(selection, key)),
      new Set([...departments.keys()].filter((name) => !unread.has(name))),
    ),
  };
}

export function openCalendar({ platform }: Pick<DeployedEnvironment, 'platform'>): CalendarPorts {
  // `unread` names the departments that are left out.
  const silent = { error: () => undefined };
  return {
    departments: createDepartments(platform.environment, silent),
    plans: createPlans(undefined, cachedDepartments),
  };
}

type DeployedDepartments = Awaited<ReturnType<Departments['deployed']>>;

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
  const [keys, departments] = await Promise.all([
    environment.deployment.jobKeys(environment.platform.environment),
    ports.departments.deployed(),
  ]);
  const { jobs, unread } = await calendarJobs(environment, ports, departments);
  const next = jobs.flatMap((job) => {
    const at = nextStart(job, now);
    return at === undefined ? [] : [[job.job, at] as const];
  });
  const read = new Set([...departments.keys()].filter((name) => !unread.has(name)));
  return { next: Object.fromEntries(next), unread: unreadDepartments(keys, read) };
}

/** A department that an earlier version deployed has jobs, and no parameter of its own. */
function unreadDepartments(keys: readonly string[], read: ReadonlySet<string>): readonly string[] {
  const names = new Set(keys.flatMap((key) => key.split('/')[0] ?? []));
  return [...names].filter((name) => !read.has(name)).sort();
}

/** Jobs of the departments whose plans can be read, and the names of the others. */
async function calendarJobs(
  { history }: DeployedEnvironment,
  { plans }: Pick<CalendarPorts, 'plans'>,
  deployed: DeployedDepartments,
): Promise<{ readonly jobs: readonly CalendarJob[]; readonly unread: ReadonlySet<string> }> {
  const [states, read] = await Promise.all([
    history.jobStates(),
    mapConcurrently(plansAtOnce, [...deployed], async ([name, { plan }]) => {
      const department = await plans.department(plan).catch((error: unknown) => {
        if (isTransient(error)) throw error;
        return undefined;
      });
      return { name, department };
    }),
  ]);
  const stateOf = new Map(states.map((state) => [state.forJob, state]));
  const jobs: CalendarJob[] = [];
  const unread = new Set<string>();
  for (const { name, department } of read) {
    if (department === undefined) unread.add(name);
    for (const { identity, enabled, schedule } of department?.jobs ?? [])
      jobs.push({ job: identity.key, enabled, schedule, state: stateOf.get(identity.key) });
  }
  return { jobs, unread };
}
