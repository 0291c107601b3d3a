import { createDepartments, type Departments } from '../../aws/departments';
import { createPlans, type DepartmentPlans } from '../../aws/plans';
import { type Calendar, type CalendarJob, calendarOf } from '../../core/runs/job/calendar';
import type { DeployedEnvironment } from './deployed-environment';
import { selectedRuns } from '../runs/list-runs';
import { isSelected } from '../selection';
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
  const since = new Date(now.getTime() - days * day);
  const [jobs, runs] = await Promise.all([
    calendarJobs(environment, ports),
    selectedRuns(environment.history, selection, { now, limit: mostRuns, since }),
  ]);
  const selected = jobs.filter(({ job }) => isSelected(selection, job));
  const calendar = calendarOf(selected, runs, days, now);
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
