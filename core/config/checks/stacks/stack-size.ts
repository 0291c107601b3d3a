import type { Finding } from '../../reading/problem';

/** CloudFormation's limit per stack, which cannot be raised. Source: CloudFormation guide, cloudformation-limits. */
const mostResources = 500;

interface Catalogued {
  readonly catalogue?: boolean | undefined;
}

interface SizedDepartment {
  readonly jobs: readonly { readonly schedule?: unknown; readonly lake?: Catalogued | undefined }[];
  readonly loads?: readonly unknown[] | undefined;
  readonly lake?: Catalogued | undefined;
}

/**
 * Number of resources in the department's stack: two roles; endpoint, parameter and (if any) schedule of a job; parameter and
 * rule of a load; the Glue database.
 */
export function stackResources({ jobs, loads = [], lake }: SizedDepartment): number {
  const catalogue = [lake, ...jobs.map((job) => job.lake)].some((one) => one?.catalogue === true) ? 1 : 0;
  return (
    2 +
    catalogue +
    2 * jobs.length +
    jobs.filter((job) => job.schedule !== undefined).length +
    2 * loads.length
  );
}

export function checkStackSize(department: SizedDepartment): Finding[] {
  const needed = stackResources(department);
  if (needed <= mostResources) return [];
  return [
    {
      path: ['department'],
      value: needed,
      message: `the ${department.jobs.length} jobs of this department need ${needed} resources, and a stack holds at most ${mostResources}`,
      hint: 'split it into two departments, or merge jobs',
    },
  ];
}
