import { mapConcurrently } from '../../core/concurrency';
import type { DepartmentPlan } from '../../core/planning/plan';
import { isTransient } from '../../core/runs/record/run-error';
import type { DeployedEnvironment } from './deployed-environment';
import { deployedKeys } from './deployed-names';
import type { CalendarPorts } from './scheduled-jobs';

export interface DeployedDepartmentPlan extends DepartmentPlan {
  /** Time of the last deployment that changed the department. */
  readonly deployedAt?: string;
}

export interface DeployedPlans {
  /** By name, ascending. */
  readonly departments: readonly DeployedDepartmentPlan[];
  /** Deployed departments that are left out, because their parameter is missing, or it or their plan cannot be read. */
  readonly unread: readonly string[];
}

const plansAtOnce = 20;

/** Reads the plans that the departments were deployed from. */
export async function readDeployedPlans(
  environment: Pick<DeployedEnvironment, 'platform' | 'deployment'>,
  { departments, plans }: CalendarPorts,
): Promise<DeployedPlans> {
  const [keys, deployed] = await Promise.all([deployedKeys(environment), departments.deployed()]);
  const read = await mapConcurrently(plansAtOnce, [...deployed.values()], async ({ plan, deployedAt }) => {
    const found = await plans.department(plan).catch((error: unknown) => {
      if (isTransient(error)) throw error;
      return undefined;
    });
    return found === undefined ? [] : [{ ...found, ...(deployedAt === undefined ? {} : { deployedAt }) }];
  });
  const found = read.flat().sort((a, b) => (a.name < b.name ? -1 : 1));
  // A department that an earlier version deployed has jobs, and no parameter of its own.
  const names = new Set([...deployed.keys(), ...keys.flatMap((key) => key.split('/')[0] ?? [])]);
  for (const { name } of found) names.delete(name);
  return { departments: found, unread: [...names].sort() };
}
