import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import * as z from 'zod/mini';
import { mapConcurrently } from '../core/concurrency';
import { type EnvironmentReference, parameterFolder } from '../core/model/environment-names';
import { RunInput } from '../core/runs/record/run-input';
import { noTaskDefinition } from '../core/runs/replication/deployed-task-definition';
import { toRunError } from './errors';
import { requestLimits } from './request-limits';

export interface DeployedJobs {
  /** `department/job` -> deployment of the job. */
  states(
    environment: EnvironmentReference,
    jobKeys: readonly string[],
  ): Promise<ReadonlyMap<string, DeployedJob>>;
}

export interface DeployedJob {
  readonly state: DeployedState;
  /** The job has mode `full-load`. Absent also where an earlier version deployed it. */
  readonly onlyLoads?: boolean;
  /** Set for enabled CDC jobs, except those that an earlier version deployed. */
  readonly taskDefinition?: DeployedTaskDefinition;
}

export interface DeployedTaskDefinition {
  /** Hash of the definition: see `taskDefinitionHashOf`. */
  readonly hash: string;
  readonly stateMachineArn: string;
  readonly starter: Omit<RunInput, 'trigger'>;
}

export type DeployedState = 'enabled' | 'disabled' | 'removed';

/** Maximum of GetParameters. */
const namesPerCall = 10;
const atOnce = 5;
const Starter = z.object({ enabled: z.optional(z.boolean()), orderHash: z.optional(z.string()) });
const DeployedStarter = z.object({
  ...z.omit(RunInput, { trigger: true }).shape,
  orderHash: z.string(),
  stateMachineArn: z.string(),
});

/** Reads the parameters that deployed jobs are started from. */
export function createDeployedJobs(client = new SSMClient(requestLimits)): DeployedJobs {
  return {
    async states(environment, jobKeys) {
      const folder = `${parameterFolder(environment)}/jobs/`;
      const states = new Map<string, DeployedJob>();
      const calls = Array.from({ length: Math.ceil(jobKeys.length / namesPerCall) }, (_, nth) =>
        jobKeys.slice(nth * namesPerCall, (nth + 1) * namesPerCall).map((key) => `${folder}${key}`),
      );
      await mapConcurrently(atOnce, calls, async (Names) => {
        const found = await client
          .send(new GetParametersCommand({ Names }))
          .catch((error: unknown): never => {
            throw toRunError(error, 'reading the deployed jobs');
          });
        for (const name of found.InvalidParameters ?? [])
          states.set(name.slice(folder.length), { state: 'removed' });
        for (const { Name, Value } of found.Parameters ?? [])
          if (Name !== undefined)
            states.set(Name.slice(folder.length), deployedJob(JSON.parse(Value ?? '{}')));
      });
      return states;
    },
  };
}

function deployedJob(value: unknown): DeployedJob {
  const { enabled, orderHash } = Starter.parse(value);
  const onlyLoads = orderHash === noTaskDefinition ? { onlyLoads: true } : {};
  if (enabled === false) return { state: 'disabled', ...onlyLoads };
  const starterOfJob = DeployedStarter.safeParse(value);
  if (!starterOfJob.success) return { state: 'enabled', ...onlyLoads };
  const { orderHash: hash, stateMachineArn, ...starter } = starterOfJob.data;
  return { state: 'enabled', taskDefinition: { hash, stateMachineArn, starter } };
}
