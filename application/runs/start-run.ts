import { randomUUID } from 'node:crypto';
import type { PartOfJob } from '../../core/tables/part-of-job';
import { runIdOf } from '../../core/runs/record/run-identity';
import type { DeployedEnvironment } from '../environments/deployed-environment';
import { jobStarterOf } from '../environments/deployed-names';

/** Person or program that requests something, and when. */
export interface Requester {
  /** Such as `ada@laptop`. */
  readonly by: string;
  readonly at: Date;
}

export interface StartedRun {
  readonly run: string;
  readonly job: string;
  /** ARN. */
  readonly execution: string;
}

/** Starts a run of the job as deployed, or of a part of it. `requestId` makes the run's name unique. */
export async function startRun(
  environment: Pick<DeployedEnvironment, 'deployment' | 'platform' | 'executions'>,
  job: string,
  { by, at }: Requester,
  requestId: string = randomUUID(),
  part?: PartOfJob,
): Promise<StartedRun> {
  const input = {
    ...(await jobStarterOf(environment, job)),
    trigger: {
      by: 'request' as const,
      requestedBy: by,
      requestedAt: at.toISOString(),
      requestId,
      ...(part === undefined ? {} : { part }),
    },
  };
  const execution = await environment.executions.start(environment.platform.stateMachineArn, input);
  return { run: runIdOf(input), job, execution };
}
