import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import * as z from 'zod/mini';
import { RunInput } from '../core/runs/record/run-input';
import { toRunError } from './errors';

export interface DeployedJobs {
  /** `department/job` -> whether it is deployed, and enabled, and what it orders. */
  states(environment: string, jobKeys: readonly string[]): Promise<ReadonlyMap<string, DeployedJob>>;
}

export interface DeployedJob {
  readonly state: DeployedState;
  /** Of enabled CDC jobs that were deployed since there is one. */
  readonly taskDefinition?: DeployedTaskDefinition;
}

export interface DeployedTaskDefinition {
  /** See `taskDefinitionHashOf`. */
  readonly hash: string;
  readonly stateMachineArn: string;
  readonly starter: Omit<RunInput, 'trigger'>;
}

export type DeployedState = 'enabled' | 'disabled' | 'removed';

/** GetParameters takes ten. */
const namesPerCall = 10;
const Starter = z.object({ enabled: z.optional(z.boolean()) });
const DeployedStarter = z.object({
  ...z.omit(RunInput, { trigger: true }).shape,
  orderHash: z.string(),
  stateMachineArn: z.string(),
});

/** Each deployed job has a parameter that starts it. */
export function createDeployedJobs(client = new SSMClient({})): DeployedJobs {
  return {
    async states(environment, jobKeys) {
      const folder = `/lakeferry/${environment}/jobs/`;
      const states = new Map<string, DeployedJob>();
      for (let from = 0; from < jobKeys.length; from += namesPerCall) {
        const Names = jobKeys.slice(from, from + namesPerCall).map((key) => `${folder}${key}`);
        const found = await client
          .send(new GetParametersCommand({ Names }))
          .catch((error: unknown): never => {
            throw toRunError(error, 'reading which jobs are deployed');
          });
        for (const name of found.InvalidParameters ?? [])
          states.set(name.slice(folder.length), { state: 'removed' });
        for (const { Name, Value } of found.Parameters ?? [])
          if (Name !== undefined)
            states.set(Name.slice(folder.length), deployedJob(JSON.parse(Value ?? '{}')));
      }
      return states;
    },
  };
}

function deployedJob(value: unknown): DeployedJob {
  if (Starter.parse(value).enabled === false) return { state: 'disabled' };
  const starterOfJob = DeployedStarter.safeParse(value);
  if (!starterOfJob.success) return { state: 'enabled' };
  const { orderHash: hash, stateMachineArn, ...starter } = starterOfJob.data;
  return { state: 'enabled', taskDefinition: { hash, stateMachineArn, starter } };
}
