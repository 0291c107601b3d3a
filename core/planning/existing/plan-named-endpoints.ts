import { takesDatabaseName } from '../../model/source-engine';
import type { SourcePlan, TargetPlan } from '../connection-plan';
import type { JobPlan, NamedEndpoints } from '../job-plan';

/** Endpoints of a job that others own, with what they have to be. */
export function planNamedEndpoints(
  source: SourcePlan | undefined,
  target: TargetPlan | undefined,
): Pick<JobPlan, 'namedEndpoints'> {
  const named: NamedEndpoints = {
    ...(source?.endpointArn === undefined
      ? {}
      : {
          source: {
            arn: source.endpointArn,
            engine: source.engine,
            ...(takesDatabaseName(source.engine) ? { databaseName: source.databaseName } : {}),
          },
        }),
    ...(target?.endpointArn === undefined
      ? {}
      : {
          target: {
            arn: target.endpointArn,
            ...(target.engine === 's3' ? {} : { databaseName: target.databaseName }),
          },
        }),
  };
  return Object.keys(named).length === 0 ? {} : { namedEndpoints: named };
}
