import { askOfJob } from '../../core/checks/ask-of-job';
import type { CheckReport } from '../../core/checks/check';
import type { JobPlan } from '../../core/planning/plan';
import { type Invocation, present, type Run } from '../command';
import { planOf, selectJobs } from '../configuration';
import { sourceLooks } from '../doctor/source-looks';
import { CommandError, exitCodes, wrongUse } from '../exit-codes';
import { showReports } from '../output/doctor-view';

/** Asks check-source about each job: jobs of one connection one after the other, as its database has other things to do. */
export const doctorJobs: Run = async (invocation) => {
  const { shell, options, args, own } = invocation;
  const jobs = selectJobs(planOf(shell, options), args[0]).flatMap((department) => department.jobs);
  const { reports, failed } = await reportsOf(invocation, jobs);
  // What was found is shown, whatever became of the others.
  if (failed.size === 0 || reports.length > 0)
    present(invocation, reports, (all) => showReports(shell, all, own['all'] === true));
  if (failed.size > 0) throw notLookedAt(failed);
  const blocks = reports.some(({ findings }) => findings.some(({ severity }) => severity === 'blocks'));
  return blocks ? exitCodes.runFailed : exitCodes.done;
};

interface Looked {
  readonly reports: readonly CheckReport[];
  /** By the job's key. */
  readonly failed: ReadonlyMap<string, unknown>;
}

async function reportsOf(invocation: Invocation, jobs: readonly JobPlan[]): Promise<Looked> {
  const { shell, options } = invocation;
  const looks = await sourceLooks(invocation);
  const found = new Map<JobPlan, CheckReport>();
  const failed = new Map<string, unknown>();
  const sources = [...new Set(jobs.map(({ source }) => source))];
  await Promise.all(
    sources.map(async (source) => {
      for (const job of jobs.filter((one) => one.source === source)) {
        if (job.connection === undefined) continue;
        if (!options.json && shell.interactive)
          shell.remark(`looking into ${source} for ${job.identity.key}`);
        const ask = askOfJob(job, job.connection, { now: shell.now().toISOString() });
        try {
          found.set(job, await looks.doctor(ask, job.connection));
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

/** One alone is thrown as it came. */
function notLookedAt(failed: ReadonlyMap<string, unknown>): unknown {
  const [first] = failed.values();
  if (failed.size === 1 || !(first instanceof CommandError)) return first;
  const lines = [...failed].map(
    ([job, error]) => `${job}: ${error instanceof Error ? error.message : String(error)}`,
  );
  return wrongUse(`${failed.size} jobs could not be looked at:\n${lines.join('\n')}`, { cause: first });
}
