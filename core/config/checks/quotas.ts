import type { Finding, Problem } from '../reading/problem';
import type { CheckedFiles } from '../reading/read-files';
import type { Department } from '../schema/department-schema';
import type { Environment } from '../schema/environment-schema';
import type { Job } from '../schema/job-schema';

/** AWS's default quotas per region. Source: DMS guide, CHAP_Limits. */
const defaults = {
  tasks: 600,
  'tasks-per-instance': 200,
  endpoints: 1000,
  'endpoints-per-instance': 100,
} as const;
type Quota = keyof typeof defaults;

/**
 * Compares the whole configuration with DMS's quotas, once per environment. What the deployment, its endpoints or continuous tasks
 * would exceed is an error. What only all jobs at the same time would exceed is a warning.
 */
export function checkQuotas({ departments, connections, environments }: CheckedFiles): Problem[] {
  const targets = connections[0]?.data.targets ?? {};
  const needs = needsOf(
    departments.map(({ data }) => data),
    (name) => (targets[name]?.engine ?? 's3') === 's3',
  );
  return environments.flatMap(({ place, data }) =>
    place(findings(needs, data).map((finding) => ({ path: ['quotas'], ...finding }))),
  );
}

interface Needs {
  readonly jobs: number;
  readonly continuousTasks: number;
  readonly endpoints: number;
}

function needsOf(departments: readonly Department[], isLake: (target: string) => boolean): Needs {
  const jobs = departments.flatMap((department) => department.jobs);
  const used = (key: 'source' | 'target'): ReadonlySet<string> =>
    new Set(departments.flatMap((one) => one.jobs.map((job: Job) => job[key] ?? one[key])));
  const databases = [...used('target')].filter((name) => !isLake(name));
  const intoLake = departments.flatMap((one) => one.jobs.filter((job) => isLake(job.target ?? one.target)));
  return {
    jobs: jobs.length,
    continuousTasks: jobs.filter((job) => job.mode !== 'full-load').length,
    // One endpoint per database, and one target endpoint per job of the lake, as the S3 folder is a setting of the endpoint.
    endpoints: intoLake.length + used('source').size + databases.length,
  };
}

function findings(needs: Needs, environment: Environment): Omit<Finding, 'path'>[] {
  const limitOf = (quota: Quota): number => environment.quotas?.[quota] ?? defaults[quota];
  const over = (
    quota: Quota,
    count: number,
    what: string,
    severity: 'error' | 'warning',
  ): Omit<Finding, 'path'>[] =>
    count <= limitOf(quota)
      ? []
      : [
          {
            severity,
            value: count,
            message: `"${environment.environment}" needs ${count} ${what}, DMS allows ${limitOf(quota)}`,
            hint: `ask AWS to raise the quota and write quotas: {${quota}: ${count}}, or merge jobs`,
          },
        ];
  const region = over('endpoints', needs.endpoints, 'endpoints in the region', 'error');
  const continuous = over('tasks', needs.continuousTasks, 'continuous tasks (cdc) in the region', 'error');
  const instance = over(
    'tasks-per-instance',
    needs.continuousTasks,
    'continuous tasks (cdc) on its replication instance',
    'error',
  );
  return [
    ...region,
    ...(region.length > 0
      ? []
      : over('endpoints-per-instance', needs.endpoints, 'endpoints on its replication instance', 'error')),
    ...(continuous.length > 0 ? continuous : instance),
    ...(continuous.length > 0 || instance.length > 0
      ? []
      : over(
          'tasks-per-instance',
          needs.jobs,
          'tasks on its replication instance when all jobs run at once',
          'warning',
        )),
  ];
}
