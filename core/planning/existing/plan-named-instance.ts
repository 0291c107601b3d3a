import type { ExistingInstance, JobResources } from '../../config/schema/existing-dms-schema';
import type { LimitedInstancePlan, SourcePlan } from '../connection-plan';
import type { EnvironmentPlan } from '../plan';

export function planNamedInstance({
  arn,
  identifier,
  'max-concurrent-runs': most,
}: ExistingInstance): LimitedInstancePlan {
  return { arn, identifier, ...(most === undefined ? {} : { maxConcurrentRuns: most }) };
}

/** Instance of a job where it is another than the environment's. The job's own comes first, then that of its source. */
export function instanceOfJob(
  { replicationInstance: ofEnvironment }: Pick<EnvironmentPlan, 'replicationInstance'>,
  { 'replication-instance': ofJob }: JobResources,
  source: Pick<SourcePlan, 'replicationInstance'> | undefined,
): LimitedInstancePlan | undefined {
  const named = ofJob === undefined ? source?.replicationInstance : planNamedInstance(ofJob);
  return named !== undefined && 'arn' in ofEnvironment && ofEnvironment.arn === named.arn ? undefined : named;
}
