import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { JobPlan } from '../core/planning/job-plan';
import type { LoadPlan } from '../core/planning/load-plan';
import type { DepartmentPlan } from '../core/planning/plan';
import { RunError } from '../core/runs/record/run-error';
import type { RunInput } from '../core/runs/record/run-input';
import { errorName, toRunError } from './errors';
import { requestLimits } from './request-limits';

export interface Plans {
  /** Throws `PlanNotFound` or `JobNotInPlan`. `jobKey` is `department/job`. */
  job(address: RunInput['plan'], jobKey: string): Promise<JobPlan>;
}

export interface LoadPlans {
  /** Throws `PlanNotFound` or `JobNotInPlan`. `loadKey` is `department/load`. */
  load(address: RunInput['plan'], loadKey: string): Promise<LoadPlan>;
}

export interface DepartmentPlans {
  /** Throws `PlanNotFound`, or `AccessDenied` for a plan that the role cannot read, which may not exist. */
  department(address: RunInput['plan']): Promise<DepartmentPlan>;
}

/**
 * Reads the department's plan that a run's input names. Its key is the hash of its content, so a cached plan stays valid.
 * `keptPlans`: number of departments whose plans are cached.
 */
export function createPlans(
  client = new S3Client(requestLimits),
  keptPlans = 20,
): Plans & LoadPlans & DepartmentPlans {
  const kept = new Map<string, DepartmentPlan>();
  const department = async (address: RunInput['plan']): Promise<DepartmentPlan> => {
    const known = kept.get(at(address));
    if (known !== undefined) return known;
    const plan = await readDepartment(client, address);
    for (const oldest of kept.keys()) if (kept.size >= keptPlans) kept.delete(oldest);
    kept.set(at(address), plan);
    return plan;
  };
  return {
    department,
    async load(address, loadKey) {
      const { loads = [] } = await department(address);
      const load = loads.find((candidate) => candidate.identity.key === loadKey);
      if (load === undefined)
        throw new RunError(
          'JobNotInPlan',
          `${at(address)} has no load ${loadKey}; deploy the department again`,
        );
      return load;
    },
    async job(address, jobKey) {
      const plan = await department(address);
      const job = plan.jobs.find((candidate) => candidate.identity.key === jobKey);
      if (job === undefined) {
        const known = plan.jobs.map((candidate) => candidate.identity.key).join(', ');
        throw new RunError(
          'JobNotInPlan',
          `${at(address)} has no job ${jobKey}, only ${known}; deploy the department again`,
        );
      }
      return job;
    },
  };
}

/** Reads a plan that Lakeferry wrote when the department was deployed. */
async function readDepartment(client: S3Client, address: RunInput['plan']): Promise<DepartmentPlan> {
  const plan: unknown = JSON.parse(await readPlanText(client, address));
  if (isDepartmentPlan(plan)) return plan;
  throw new RunError(
    'PlanNotFound',
    `${at(address)} is not a department's plan; deploy the department again`,
  );
}

/** Text of a plan that a parameter names. Throws `PlanNotFound`, or `AccessDenied`. */
export async function readPlanText(client: S3Client, address: RunInput['plan']): Promise<string> {
  try {
    const found = await client.send(new GetObjectCommand({ Bucket: address.bucket, Key: address.key }));
    return (await found.Body?.transformToString('utf8')) ?? '';
  } catch (error) {
    if (['NoSuchKey', 'NoSuchBucket', 'NotFound'].includes(errorName(error)))
      throw new RunError('PlanNotFound', `there is no plan at ${at(address)}; deploy the department again`, {
        cause: error,
      });
    // Without s3:ListBucket, S3 returns AccessDenied also for a key that does not exist. What may exist is not reported as missing.
    const action = `reading the plan at ${at(address)}, which may not exist; deploy the department again`;
    throw toRunError(
      error,
      errorName(error) === 'AccessDenied' ? action : `reading the plan at ${at(address)}`,
    );
  }
}

function isDepartmentPlan(value: unknown): value is DepartmentPlan {
  return typeof value === 'object' && value !== null && 'jobs' in value && Array.isArray(value.jobs);
}

function at(address: RunInput['plan']): string {
  return `s3://${address.bucket}/${address.key}`;
}
