import type { Departments } from '../../../aws/departments';
import { mapConcurrently } from '../../../core/concurrency';
import type { Attempts } from '../attempts';
import type { PollPorts } from '../poll-ports';
import type { DeployedPlan } from './checked-job';

const atOnce = 20;

/** Reads the deployed departments at the first call, and returns the same answer afterwards. One that cannot be read is noted. */
export function readOnce(departments: Departments, attempts: Attempts): Departments {
  let answer: ReturnType<Departments['deployed']> | undefined;
  return {
    deployed() {
      answer ??= departments.deployed(attempts.noteUnreadable);
      return answer;
    },
  };
}

/** Plans of all deployed departments. One that cannot be read is noted, and left out. */
export async function deployedPlans(
  { departments, plans }: Pick<PollPorts, 'departments' | 'plans'>,
  attempts: Attempts,
): Promise<readonly DeployedPlan[]> {
  const deployed = [...(await departments.deployed()).values()];
  const found = await mapConcurrently(atOnce, deployed, async ({ plan, deployedAt }) => {
    const department = await attempts.take(() => plans.department(plan), undefined);
    return department === undefined ? [] : [{ address: plan, deployedAt, jobs: department.jobs }];
  });
  return found.flat();
}
