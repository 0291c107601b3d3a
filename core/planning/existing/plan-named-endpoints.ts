import type { JobResources } from '../../config/schema/existing-dms-schema';
import { takesDatabaseName } from '../../model/source-engine';
import type { SourcePlan, TargetPlan } from '../connection-plan';
import type { JobPlan, NamedEndpoints } from '../job-plan';

/** Endpoints of a job that others own, with what they have to be. Those that the job names come before those of its connections. */
export function planNamedEndpoints(
  { 'source-endpoint': ofSource, 'target-endpoint': ofTarget }: JobResources,
  source: SourcePlan | undefined,
  target: TargetPlan | undefined,
): Pick<JobPlan, 'namedEndpoints'> {
  const sourceArn = ofSource ?? source?.endpointArn;
  const targetArn = ofTarget ?? target?.endpointArn;
  const named: NamedEndpoints = {
    ...(source === undefined || sourceArn === undefined
      ? {}
      : {
          source: {
            arn: sourceArn,
            engine: source.engine,
            ...(takesDatabaseName(source.engine) ? { databaseName: source.databaseName } : {}),
          },
        }),
    ...(target === undefined || targetArn === undefined
      ? {}
      : {
          target: {
            arn: targetArn,
            ...(target.engine === 's3' ? {} : { databaseName: target.databaseName }),
          },
        }),
  };
  return Object.keys(named).length === 0 ? {} : { namedEndpoints: named };
}
