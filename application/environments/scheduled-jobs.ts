import type { Departments } from '../../aws/departments';
import type { DepartmentPlans } from '../../aws/plans';
import { mapConcurrently } from '../../core/concurrency';
import type { CalendarJob } from '../../core/runs/job/calendar';
import { isTransient } from '../../core/runs/record/run-error';
import type { DeployedEnvironment } from './deployed-environment';

export interface CalendarPorts {
  readonly departments: Departments;
  readonly plans: DepartmentPlans;
}

/** Deployed job with its schedule. */
export interface ScheduledJob extends CalendarJob {
  /** Number of tables that its plan names. 0: those that match its patterns. */
  readonly tables: number;
}

export interface ScheduledJobs {
  readonly jobs: readonly ScheduledJob[];
  /** Deployed departments whose jobs are left out, because their parameter is missing, or it or their plan cannot be read. */
  readonly unread: readonly string[];
}

const plansAtOnce = 20;

/** Reads the deployed jobs from the plans of their departments, with their states. */
export async function readScheduledJobs(
  { platform, deployment, history }: Pick<DeployedEnvironment, 'platform' | 'deployment' | 'history'>,
  { departments, plans }: CalendarPorts,
): Promise<ScheduledJobs> {
  const [keys, states, read] = await Promise.all([
    deployment.jobKeys(platform.environment),
    history.jobStates(),
    departments.deployed().then((deployed) =>
      mapConcurrently(plansAtOnce, [...deployed], async ([name, { plan }]) => {
        const department = await plans.department(plan).catch((error: unknown) => {
          if (isTransient(error)) throw error;
          return undefined;
        });
        return { name, department };
      }),
    ),
  ]);
  const stateOf = new Map(states.map((state) => [state.forJob, state]));
  const known = new Set(read.flatMap(({ name, department }) => (department === undefined ? [] : name)));
  const jobs = read.flatMap(({ department }) =>
    (department?.jobs ?? []).map(({ identity, enabled, schedule, expectedTables }) => ({
      job: identity.key,
      enabled,
      schedule,
      state: stateOf.get(identity.key),
      tables: expectedTables.length,
    })),
  );
  // A department that an earlier version deployed has jobs, and no parameter of its own.
  const names = new Set(keys.flatMap((key) => key.split('/')[0] ?? []));
  return { jobs, unread: [...names].filter((name) => !known.has(name)).sort() };
}
