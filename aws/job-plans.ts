import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import * as z from 'zod/mini';
import type { JobPlan } from '../core/planning/job-plan';
import { RunInput } from '../core/runs/record/run-input';
import { errorName, toRunError } from './errors';
import { createPlans, type Plans } from './plans';

export interface JobPlans {
  /** The plan that a job is deployed with; undefined when no deployed department has the job. */
  deployed(jobKey: string, now: Date): Promise<JobPlan | undefined>;
}

const Starter = z.object({ plan: RunInput.shape.plan });
const rememberedMilliseconds = 60_000;

interface Remembered {
  readonly plan: Promise<JobPlan | undefined>;
  readonly until: number;
}

/** By the job's parameter, which is asked once a minute; plans lie under the hash of their content and are read once. */
export function createJobPlans(
  environment: string,
  {
    ssm = new SSMClient({}),
    plans = createPlans(),
  }: { readonly ssm?: SSMClient; readonly plans?: Plans } = {},
): JobPlans {
  const byJob = new Map<string, Remembered>();
  const byAddress = new Map<string, Promise<JobPlan>>();

  async function read(jobKey: string): Promise<JobPlan | undefined> {
    const Name = `/lakeferry/${environment}/jobs/${jobKey}`;
    let value: string | undefined;
    try {
      value = (await ssm.send(new GetParameterCommand({ Name }))).Parameter?.Value;
    } catch (error) {
      if (errorName(error) === 'ParameterNotFound') return undefined;
      throw toRunError(error, `reading how ${jobKey} is deployed`);
    }
    const { plan } = Starter.parse(JSON.parse(value ?? '{}'));
    const address = `${plan.bucket}/${plan.key}#${jobKey}`;
    const known = byAddress.get(address) ?? plans.job(plan, jobKey);
    byAddress.set(address, known);
    return known.catch((error: unknown): never => {
      byAddress.delete(address);
      throw error;
    });
  }

  return {
    deployed(jobKey, now) {
      const remembered = byJob.get(jobKey);
      if (remembered !== undefined && remembered.until > now.getTime()) return remembered.plan;
      const plan = read(jobKey);
      byJob.set(jobKey, { plan, until: now.getTime() + rememberedMilliseconds });
      return plan.catch((error: unknown): never => {
        byJob.delete(jobKey);
        throw error;
      });
    },
  };
}
