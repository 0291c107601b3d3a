import type { SourceChecks } from '../../aws/source-checks';
import type { CheckReport } from '../../core/checks/report/check-report';
import { requestOfJob } from '../../core/checks/request/request-of-job';
import type { JobPlan } from '../../core/planning/job-plan';
import { CommandError, wrongUse } from '../exit-codes';

export interface Looked {
  readonly reports: readonly CheckReport[];
  /** By the job's key. */
  readonly failed: ReadonlyMap<string, unknown>;
}

/** Asks about each job: those of one connection one after the other. One that fails does not take the reports of the others with it. */
export async function lookAtJobs(
  looks: Pick<SourceChecks, 'doctor'>,
  jobs: readonly JobPlan[],
  now: Date,
  remark: (text: string) => void,
): Promise<Looked> {
  const found = new Map<JobPlan, CheckReport>();
  const failed = new Map<string, unknown>();
  const sources = [...new Set(jobs.map(({ source }) => source))];
  await Promise.all(
    sources.map(async (source) => {
      for (const job of jobs.filter((one) => one.source === source)) {
        if (job.connection === undefined) continue;
        remark(`looking into ${source} for ${job.identity.key}`);
        const request = requestOfJob(job, job.connection, { now: now.toISOString() });
        try {
          found.set(job, await looks.doctor(request, job.connection));
        } catch (error) {
          failed.set(job.identity.key, error);
          // The function failed over this job; of AWS itself the next would get the same answer.
          if (!(error instanceof CommandError)) break;
        }
      }
    }),
  );
  return { reports: jobs.flatMap((job) => found.get(job) ?? []), failed };
}

/** One alone, and what AWS itself says, is thrown as it came. */
export function notLookedAt(failed: ReadonlyMap<string, unknown>): unknown {
  const errors = [...failed.values()];
  const ofAws = errors.find((error) => !(error instanceof CommandError));
  if (ofAws !== undefined || errors.length === 1) return ofAws ?? errors[0];
  const lines = [...failed].map(
    ([job, error]) => `${job}: ${error instanceof Error ? error.message : String(error)}`,
  );
  return wrongUse(`${failed.size} jobs could not be looked at:\n${lines.join('\n')}`, { cause: errors[0] });
}
