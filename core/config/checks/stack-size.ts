import type { Finding } from '../reading/problem';

/** CloudFormation's, a stack; it cannot be raised. Source: CloudFormation guide, cloudformation-limits. */
const mostResources = 500;

interface SizedDepartment {
  readonly jobs: readonly { readonly schedule?: unknown }[];
  readonly loads?: readonly unknown[] | undefined;
}

/** How many resources the department's stack has: two roles; a job's endpoint, parameter and, where it has one, schedule; a load's parameter and rule. */
export function stackResources({ jobs, loads = [] }: SizedDepartment): number {
  return 2 + 2 * jobs.length + jobs.filter((job) => job.schedule !== undefined).length + 2 * loads.length;
}

export function checkStackSize(department: SizedDepartment): Finding[] {
  const needed = stackResources(department);
  if (needed <= mostResources) return [];
  return [
    {
      path: ['department'],
      value: needed,
      message: `the ${department.jobs.length} jobs of this department need ${needed} resources, a stack takes ${mostResources}`,
      hint: 'split it into two departments, or join jobs',
    },
  ];
}
