import type { SourcePlan, TargetPlan } from '../connection-plan';
import type { JobPlan } from '../job-plan';
import type { Plan } from '../plan';

/** ARNs in DMS of what others own and the jobs of a plan use, ascending. The roles of the functions may use exactly these. */
export interface NamedResources {
  readonly instances: readonly string[];
  readonly endpoints: readonly string[];
}

export function namedResources({
  environment: { replicationInstance: ofEnvironment },
  departments,
}: Pick<Plan, 'environment' | 'departments'>): NamedResources {
  const jobs = departments.flatMap((department) => department.jobs);
  return {
    instances: ascending([
      ...('arn' in ofEnvironment ? [ofEnvironment.arn] : []),
      ...jobs.flatMap(({ replicationInstance }) => replicationInstance?.arn ?? []),
    ]),
    endpoints: ascending(jobs.flatMap(namedEndpointArns)),
  };
}

/** ARNs of the endpoints of a job that others own. */
export function namedEndpointArns({
  namedEndpoints: { source, target } = {},
}: Pick<JobPlan, 'namedEndpoints'>): readonly string[] {
  return [source?.arn, target?.arn].filter((arn) => arn !== undefined);
}

/**
 * True if Lakeferry makes the DMS endpoint of a connection, whether a job uses it or not. So a job can move from one connection to
 * another in one deployment: docs/adr/0035-existing-resources.md. A source without a secret has none, as its jobs name theirs.
 */
export function makesEndpoint(connection: SourcePlan | TargetPlan): boolean {
  return (
    connection.engine !== 's3' && connection.endpointArn === undefined && connection.secretName !== undefined
  );
}

/** Jobs that use the DMS endpoint which Lakeferry makes for a database. */
export function jobsOnOwnEndpoint(
  what: 'source' | 'target',
  name: string,
  jobs: readonly JobPlan[],
): readonly JobPlan[] {
  return jobs.filter((job) => job[what] === name && job.namedEndpoints?.[what] === undefined);
}

function ascending(arns: readonly string[]): readonly string[] {
  return [...new Set(arns)].sort();
}
