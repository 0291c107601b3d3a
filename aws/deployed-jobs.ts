import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import * as z from 'zod/mini';
import { inOurWords } from './errors';

export interface DeployedJobs {
  /** `department/job` -> whether it is deployed, and enabled. */
  states(environment: string, jobKeys: readonly string[]): Promise<ReadonlyMap<string, DeployedState>>;
}

export type DeployedState = 'enabled' | 'disabled' | 'removed';

/** GetParameters takes ten. */
const namesPerCall = 10;
const Starter = z.object({ enabled: z.optional(z.boolean()) });

/** Each deployed job has a parameter that starts it. */
export function createDeployedJobs(client = new SSMClient({})): DeployedJobs {
  return {
    async states(environment, jobKeys) {
      const folder = `/lakeferry/${environment}/jobs/`;
      const states = new Map<string, DeployedState>();
      for (let from = 0; from < jobKeys.length; from += namesPerCall) {
        const Names = jobKeys.slice(from, from + namesPerCall).map((key) => `${folder}${key}`);
        const found = await client
          .send(new GetParametersCommand({ Names }))
          .catch((error: unknown): never => {
            throw inOurWords(error, 'reading which jobs are deployed');
          });
        for (const name of found.InvalidParameters ?? []) states.set(name.slice(folder.length), 'removed');
        for (const { Name, Value } of found.Parameters ?? [])
          if (Name !== undefined)
            states.set(Name.slice(folder.length), isEnabled(Value) ? 'enabled' : 'disabled');
      }
      return states;
    },
  };
}

function isEnabled(value: string | undefined): boolean {
  return Starter.parse(JSON.parse(value ?? '{}')).enabled ?? true;
}
