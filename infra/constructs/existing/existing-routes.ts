import type { JobPlan } from '../../../core/planning/job-plan';
import type { EnvironmentPlan } from '../../../core/planning/plan';
import { importOutput, importSourceEndpoint, importTargetEndpoint } from '../../platform-exports';

/**
 * Network routes with an existing instance or an existing endpoint: ARNs of both with a space between. The endpoint of Lakeferry for
 * the files of a job is left out, because this stack makes it.
 */
export function existingRoutes(environment: EnvironmentPlan, jobs: readonly JobPlan[]): readonly string[] {
  const routes = new Map<string, string>();
  for (const job of jobs) {
    const { source: namedSource, target: namedTarget } = job.namedEndpoints ?? {};
    const instance = job.replicationInstance ?? environment.replicationInstance;
    const instanceArn =
      'arn' in instance ? instance.arn : importOutput(environment, 'ReplicationInstanceArn');
    const add = (endpoint: string, endpointArn: () => string) => {
      // Text of an import is another one each time, so names tell routes apart.
      const name = `${'arn' in instance ? instance.arn : ''} ${endpoint}`;
      if (!routes.has(name)) routes.set(name, `${instanceArn} ${endpointArn()}`);
    };
    if (namedSource !== undefined) add(namedSource.arn, () => namedSource.arn);
    else if ('arn' in instance)
      add(`source ${job.source}`, () => importSourceEndpoint(environment, job.source));
    if (namedTarget !== undefined) add(namedTarget.arn, () => namedTarget.arn);
    else if ('arn' in instance && job.targetEngine !== 's3')
      add(`target ${job.target}`, () => importTargetEndpoint(environment, job.target));
  }
  return [...routes.values()];
}
