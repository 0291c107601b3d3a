import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import * as z from 'zod/mini';
import { type EnvironmentReference, parameterFolder } from '../core/model/environment-names';
import type { JobPlan } from '../core/planning/job-plan';
import { RunInput } from '../core/runs/record/run-input';
import { errorName, toRunError } from './errors';
import { createPlans, type Plans } from './plans';
import { requestLimits } from './request-limits';

export interface JobPlans {
  /** Deployed plan of a job. Undefined when no deployed department has the job. */
  deployed(jobKey: string, now: Date): Promise<JobPlan | undefined>;
}

const Starter = z.object({ plan: RunInput.shape.plan });
const cacheMilliseconds = 60_000;

interface CachedPlan {
  readonly plan: Promise<JobPlan | undefined>;
  readonly until: number;
}

/** Plans by the jobs' parameters, each read once per minute. The key of a plan is the hash of its content, so it is read once. */
export function createJobPlans(
  environment: EnvironmentReference,
  {
    ssm = new SSMClient(requestLimits),
    plans = createPlans(),
  }: { readonly ssm?: SSMClient; readonly plans?: Plans } = {},
): JobPlans {
  const byJob = new Map<string, CachedPlan>();
  const byAddress = new Map<string, Promise<JobPlan>>();

  async function read(jobKey: string): Promise<JobPlan | undefined> {
    const Name = `${parameterFolder(environment)}/jobs/${jobKey}`;
    let value: string | undefined;
    try {
      value = (await ssm.send(new GetParameterCommand({ Name }))).Parameter?.Value;
    } catch (error) {
      if (errorName(error) === 'ParameterNotFound') return undefined;
      throw toRunError(error, `reading the deployment of ${jobKey}`);
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
      const cached = byJob.get(jobKey);
      if (cached !== undefined && cached.until > now.getTime()) return cached.plan;
      const plan = read(jobKey);
      byJob.set(jobKey, { plan, until: now.getTime() + cacheMilliseconds });
      return plan.catch((error: unknown): never => {
        byJob.delete(jobKey);
        throw error;
      });
    },
  };
}
