import { createDepartments, type Departments } from '../../aws/departments';
import { createPlans, type DepartmentPlans } from '../../aws/plans';
import { type Calendar, type CalendarJob, calendarOf } from '../../core/runs/job/calendar';
import type { RunRecord } from '../../core/runs/record/run-record';
import type { DeployedEnvironment } from './deployed-environment';
import { checkKnown } from './deployed-names';

export interface CalendarRequest {
  /** A department or a `department/job`; absent: all. */
  readonly selection?: string | undefined;
  /** Days back and ahead. */
  readonly days: number;
}

export interface DeployedCalendar extends Calendar {
  readonly environment: string;
  /** True when the past has more runs than are listed: the oldest are left out. */
  readonly isPastShortened: boolean;
}

export interface CalendarPorts {
  readonly departments: Departments;
  readonly plans: DepartmentPlans;
}

const mostRuns = 2000;
const cachedDepartments = 1000;
const day = 86_400_000;

/** Reads past and coming times of the deployed jobs. */
export async function readCalendar(
  environment: DeployedEnvironment,
  { selection, days }: CalendarRequest,
  now: Date,
  ports: CalendarPorts = calendarPorts(environment),
): Promise<DeployedCalendar> {
  if (selection !== undefined) await checkKnown(environment, selection, now);
  const isSelected = ({ job }: { readonly job: string }): boolean =>
    selection === undefined || job === selection || job.startsWith(`${selection}/`);
  const [jobs, runs] = await Promise.all([
    calendarJobs(environment, ports),
    pastRuns(environment, selection, new Date(now.getTime() - days * day), now),
  ]);
  const calendar = calendarOf(jobs.filter(isSelected), runs, days, now);
  return {
    ...calendar,
    environment: environment.platform.environment,
    isPastShortened: runs.length >= mostRuns,
  };
}

function calendarPorts({ platform }: DeployedEnvironment): CalendarPorts {
  const silent = { error: () => undefined };
  return {
    departments: createDepartments(platform.environment, silent),
    plans: createPlans(undefined, cachedDepartments),
  };
}

async function calendarJobs(
  { history }: DeployedEnvironment,
  { departments, plans }: CalendarPorts,
): Promise<readonly CalendarJob[]> {
  const [deployed, states] = await Promise.all([departments.deployed(), history.jobStates()]);
  const stateOf = new Map(states.map((state) => [state.forJob, state]));
  const jobs: CalendarJob[] = [];
  for (const { plan } of deployed.values())
    for (const { identity, enabled, schedule } of (await plans.department(plan)).jobs)
      jobs.push({ job: identity.key, enabled, schedule, state: stateOf.get(identity.key) });
  return jobs;
}

async function pastRuns(
  { history }: DeployedEnvironment,
  selection: string | undefined,
  since: Date,
  now: Date,
): Promise<readonly RunRecord[]> {
  const listing = { now, limit: mostRuns, since };
  if (selection === undefined) return await history.recentRuns(listing);
  return selection.includes('/')
    ? await history.runsOfJob(selection, listing)
    : await history.runsOfDepartment(selection, listing);
}
