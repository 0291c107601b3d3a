import { needsAnything } from '../checks/existing/needs/needs';
import { departmentNeeds, hasExistingCheck } from '../checks/existing/needs/plan-needs';
import { namedResources } from '../planning/existing/named-resources';
import type { DepartmentPlan, EnvironmentPlan, Plan } from '../planning/plan';

/**
 * Departments that are deployed with a check of existing resources, whose function the platform no longer has, because nothing is
 * named any more: docs/adr/0038-checks-at-deployment.md. They import it.
 */
export function departmentsWithCheck(
  environment: EnvironmentPlan,
  departments: readonly DepartmentPlan[],
  after: Plan,
): readonly string[] {
  if (hasExistingCheck(after.environment, namedResources(after))) return [];
  return departments
    .filter((department) => needsAnything(departmentNeeds(environment, department)))
    .map(({ name }) => name);
}
