import type { Finding, Problem } from '../reading/problem';
import type { CheckedFiles } from '../reading/read-files';
import type { Connections } from '../schema/connections-schema';
import type { Environment } from '../schema/environment-schema';
import { type JobUse, jobUses } from './existing/job-uses';
import { ownEndpoints } from './stacks/stack-limits';

/** AWS's default quotas per region. Source: DMS guide, CHAP_Limits. */
export const quotaDefaults = {
  tasks: 600,
  'tasks-per-instance': 200,
  endpoints: 1000,
  'endpoints-per-instance': 100,
} as const;
type Quota = keyof typeof quotaDefaults;

/**
 * Compares the whole configuration with DMS's quotas, once per environment. What the deployment, its endpoints or continuous tasks
 * would exceed is an error. What only all jobs at the same time would exceed is a warning.
 */
export function checkQuotas({ departments, connections, environments }: CheckedFiles): Problem[] {
  const written = connections[0]?.data ?? { sources: {}, targets: {} };
  const isLake = (target: string): boolean => (written.targets[target]?.engine ?? 's3') === 's3';
  return environments.flatMap(({ place, data }) => {
    const uses = departments.flatMap((department) => jobUses(department, written, [data]));
    const ofJobs = needsOf(uses, isLake);
    const ofRegion = regionFindings(
      { ...ofJobs, endpoints: ofJobs.endpoints + unused(uses, written, data) },
      data,
    );
    const exceeded = new Set(ofRegion.map(({ quota }) => quota));
    const ofInstances = instancesOf(uses, data).flatMap(([name, on]) =>
      instanceFindings(name, needsOf(on, isLake), data, exceeded),
    );
    return place([...ofRegion, ...ofInstances].map(({ finding }) => ({ path: ['quotas'], ...finding })));
  });
}

/** Number of endpoints that databases have although no job uses them. */
function unused(
  uses: readonly JobUse[],
  { sources, targets }: Pick<Connections, 'sources' | 'targets'>,
  environment: Environment,
): number {
  const [read, written] = [uses.map(({ source }) => source), uses.map(({ target }) => target)];
  const without = <T>(all: Readonly<Record<string, T>>, used: readonly string[]): Record<string, T> =>
    Object.fromEntries(Object.entries(all).filter(([name]) => !used.includes(name)));
  return ownEndpoints({ sources: without(sources, read), targets: without(targets, written) }, environment);
}

interface Needs {
  readonly jobs: number;
  readonly continuousTasks: number;
  readonly endpoints: number;
}

function needsOf(uses: readonly JobUse[], isLake: (target: string) => boolean): Needs {
  // One endpoint per database, and one target endpoint per job of the lake, as the S3 folder is a setting of the endpoint.
  const endpoints = uses.flatMap(({ key, source, target, sourceArn, targetArn }) => [
    sourceArn ?? `source ${source}`,
    targetArn ?? (isLake(target) ? `files of ${key}` : `target ${target}`),
  ]);
  return {
    jobs: uses.length,
    continuousTasks: uses.filter(({ job }) => job.mode !== 'full-load').length,
    endpoints: new Set(endpoints).size,
  };
}

/** Jobs by the name of the instance that runs them. */
function instancesOf(
  uses: readonly JobUse[],
  { 'replication-instance': ofEnvironment }: Environment,
): readonly (readonly [string, readonly JobUse[]])[] {
  const nameOf = ({ instance }: JobUse): string =>
    instance === undefined || ('arn' in ofEnvironment && ofEnvironment.arn === instance.arn)
      ? 'its replication instance'
      : `the replication instance ${instance.identifier}`;
  return [...new Set(uses.map(nameOf))].map((name) => [name, uses.filter((use) => nameOf(use) === name)]);
}

interface Exceeded {
  readonly quota: Quota;
  readonly finding: Omit<Finding, 'path'>;
}

function over(
  { environment, quotas }: Environment,
  quota: Quota,
  count: number,
  what: string,
  severity: 'error' | 'warning' = 'error',
): readonly Exceeded[] {
  const most = quotas?.[quota] ?? quotaDefaults[quota];
  if (count <= most) return [];
  return [
    {
      quota,
      finding: {
        severity,
        value: count,
        message: `"${environment}" needs ${count} ${what}, DMS allows ${most}`,
        hint: `ask AWS to raise the quota and write quotas: {${quota}: ${count}}, or merge jobs`,
      },
    },
  ];
}

function regionFindings(needs: Needs, environment: Environment): readonly Exceeded[] {
  return [
    ...over(environment, 'endpoints', needs.endpoints, 'endpoints in the region'),
    ...over(environment, 'tasks', needs.continuousTasks, 'continuous tasks (cdc) in the region'),
  ];
}

/** `ofRegion`: quotas of the region that are exceeded, which say enough. */
function instanceFindings(
  name: string,
  needs: Needs,
  environment: Environment,
  ofRegion: ReadonlySet<Quota>,
): readonly Exceeded[] {
  const endpoints = ofRegion.has('endpoints')
    ? []
    : over(environment, 'endpoints-per-instance', needs.endpoints, `endpoints on ${name}`);
  if (ofRegion.has('tasks')) return endpoints;
  const continuous = over(
    environment,
    'tasks-per-instance',
    needs.continuousTasks,
    `continuous tasks (cdc) on ${name}`,
  );
  if (continuous.length > 0) return [...endpoints, ...continuous];
  return [
    ...endpoints,
    ...over(
      environment,
      'tasks-per-instance',
      needs.jobs,
      `tasks on ${name} when all jobs run at once`,
      'warning',
    ),
  ];
}
