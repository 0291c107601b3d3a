import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { DepartmentPlan, JobPlan } from '../core/planning/plan';
import { RunError } from '../core/runs/run-error';
import type { RunInput } from '../core/runs/run-input';
import { errorName, inOurWords } from './errors';

export interface Plans {
  /** Throws `PlanNotFound` or `JobNotInPlan`. `jobKey` is `department/job`. */
  job(address: RunInput['plan'], jobKey: string): Promise<JobPlan>;
}

/** Reads the department's plan that the run's input names. */
export function createPlans(client = new S3Client({})): Plans {
  return {
    async job(address, jobKey) {
      const text = await read(client, address);
      // Lakeferry wrote it, content-addressed, when the department was deployed.
      const plan: unknown = JSON.parse(text);
      if (!isDepartmentPlan(plan))
        throw new RunError(
          'PlanNotFound',
          `${at(address)} is not a department's plan; deploy the department again`,
        );
      const job = plan.jobs.find((candidate) => candidate.identity.key === jobKey);
      if (job === undefined) {
        const known = plan.jobs.map((candidate) => candidate.identity.key).join(', ');
        throw new RunError(
          'JobNotInPlan',
          `${at(address)} has no job ${jobKey}, but ${known}; deploy the department again`,
        );
      }
      return job;
    },
  };
}

async function read(client: S3Client, address: RunInput['plan']): Promise<string> {
  try {
    const found = await client.send(new GetObjectCommand({ Bucket: address.bucket, Key: address.key }));
    return (await found.Body?.transformToString('utf8')) ?? '';
  } catch (error) {
    if (['NoSuchKey', 'NoSuchBucket', 'NotFound'].includes(errorName(error)))
      throw new RunError('PlanNotFound', `there is no plan at ${at(address)}; deploy the department again`, {
        cause: error,
      });
    const ours = inOurWords(error, `reading the plan at ${at(address)}`);
    // Without s3:ListBucket S3 says so of a key that does not exist, too.
    if (ours.name !== 'AccessDenied') throw ours;
    throw new RunError(
      'PlanNotFound',
      `there is no plan at ${at(address)}, or the role may not read it: deploy the department again`,
      { cause: error },
    );
  }
}

function isDepartmentPlan(value: unknown): value is DepartmentPlan {
  return typeof value === 'object' && value !== null && 'jobs' in value && Array.isArray(value.jobs);
}

function at(address: RunInput['plan']): string {
  return `s3://${address.bucket}/${address.key}`;
}
