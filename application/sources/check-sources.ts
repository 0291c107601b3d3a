import type { SourceChecks } from '../../aws/source-checks';
import type { CheckReport } from '../../core/checks/report/check-report';
import { requestOfJob } from '../../core/checks/request/request-of-job';
import type { JobPlan } from '../../core/planning/job-plan';
import { UseCaseError } from '../use-case-error';

export interface FailedCheck {
  /** `department/job` */
  readonly job: string;
  readonly error: unknown;
}

export interface CheckedSources {
  readonly reports: readonly CheckReport[];
  /** Jobs whose source could not be checked. */
  readonly failed: readonly FailedCheck[];
}

/**
 * Checks the source of each job. Jobs of one connection are checked one after another, because their database has other work.
 * A check that fails does not stop the others.
 */
export async function checkSources(
  checks: Pick<SourceChecks, 'doctor'>,
  jobs: readonly JobPlan[],
  now: Date,
  onProgress: (source: string, job: string) => void,
): Promise<CheckedSources> {
  const reports = new Map<JobPlan, CheckReport>();
  const failed: FailedCheck[] = [];
  const sources = [...new Set(jobs.map(({ source }) => source))];
  await Promise.all(
    sources.map(async (source) => {
      for (const job of jobs.filter((one) => one.source === source)) {
        if (job.connection === undefined) continue;
        onProgress(source, job.identity.key);
        const request = requestOfJob(job, job.connection, { now: now.toISOString() });
        try {
          reports.set(job, await checks.doctor(request, job.connection));
        } catch (error) {
          failed.push({ job: job.identity.key, error });
          // Only the check of this job failed; an error of AWS itself would meet the next job too.
          if (!(error instanceof UseCaseError)) break;
        }
      }
    }),
  );
  return { reports: jobs.flatMap((job) => reports.get(job) ?? []), failed };
}

/** Returns one error for all failed checks: an error of AWS or the error of the only failed check as it is. */
export function errorOf(failed: readonly FailedCheck[]): unknown {
  const errors = failed.map(({ error }) => error);
  const ofAws = errors.find((error) => !(error instanceof UseCaseError));
  if (ofAws !== undefined || errors.length === 1) return ofAws ?? errors[0];
  const jobs = failed.map(({ job, error }) => ({ job, message: messageOf(error) }));
  return new UseCaseError({ kind: 'sources-not-checked', jobs }, { cause: errors[0] });
}

function messageOf(error: unknown): string {
  if (error instanceof UseCaseError && error.reason.kind === 'source-check-failed')
    return error.reason.message;
  return error instanceof Error ? error.message : String(error);
}
