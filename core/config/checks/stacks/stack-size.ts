import type { Finding } from '../../reading/problem';

/** CloudFormation's limit per stack, which cannot be raised. Source: CloudFormation guide, cloudformation-limits. */
const mostResources = 500;

interface Catalogued {
  readonly catalogue?: boolean | undefined;
}

export interface SizedDepartment {
  readonly jobs: readonly {
    readonly schedule?: unknown;
    readonly lake?: Catalogued | undefined;
    readonly handOffs?: number;
  }[];
  readonly loads?: readonly unknown[] | undefined;
  readonly lake?: Catalogued | undefined;
  /** Channels of its jobs and loads. Absent: none. */
  readonly channels?: { readonly topic: boolean; readonly email: boolean; readonly webhooks: number };
}

/**
 * Number of resources in the department's stack, at most: two roles, a parameter and a hold; endpoint, parameter and (if any) schedule of
 * a job; rule and role of a hand-off; parameter and rule of a load; the Glue database; topic, policy and subscription; connection,
 * destination and rule of a webhook with their role; queue, policy and alarm of dead letters.
 */
export function stackResources({ jobs, loads = [], lake, channels }: SizedDepartment): number {
  const catalogue = [lake, ...jobs.map((job) => job.lake)].some((one) => one?.catalogue === true) ? 1 : 0;
  const handOffs = jobs.reduce((sum, job) => sum + (job.handOffs ?? 0), 0);
  const { topic = false, email = false, webhooks = 0 } = channels ?? {};
  return (
    4 +
    catalogue +
    2 * jobs.length +
    jobs.filter((job) => job.schedule !== undefined).length +
    2 * loads.length +
    2 * handOffs +
    (topic ? 2 : 0) +
    (email ? 1 : 0) +
    (webhooks > 0 ? 3 * webhooks + 1 : 0) +
    (webhooks + handOffs > 0 ? 3 : 0)
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
