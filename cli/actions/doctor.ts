import { askOfJob } from '../../core/checks/ask-of-job';
import type { CheckReport } from '../../core/checks/check';
import type { JobPlan } from '../../core/planning/plan';
import { type Invocation, present, type Run } from '../command';
import { planOf, selectJobs } from '../configuration';
import { sourceLooks } from '../doctor/source-looks';
import { exitCodes } from '../exit-codes';
import { showReports } from '../output/doctor-view';

/** Asks check-source about each job: jobs of one connection one after the other, as its database has other things to do. */
export const doctorJobs: Run = async (invocation) => {
  const { shell, options, args, own } = invocation;
  const jobs = selectJobs(planOf(shell, options), args[0]).flatMap((department) => department.jobs);
  const reports = await reportsOf(invocation, jobs);
  present(invocation, reports, (all) => showReports(shell, all, own['all'] === true));
  const blocks = reports.some(({ findings }) => findings.some(({ severity }) => severity === 'blocks'));
  return blocks ? exitCodes.runFailed : exitCodes.done;
};

async function reportsOf(invocation: Invocation, jobs: readonly JobPlan[]): Promise<readonly CheckReport[]> {
  const { shell, options } = invocation;
  const looks = await sourceLooks(invocation);
  const found = new Map<JobPlan, CheckReport>();
  const sources = [...new Set(jobs.map(({ source }) => source))];
  await Promise.all(
    sources.map(async (source) => {
      for (const job of jobs.filter((one) => one.source === source)) {
        if (job.connection === undefined) continue;
        if (!options.json && shell.interactive)
          shell.remark(`looking into ${source} for ${job.identity.key}`);
        const ask = askOfJob(job, job.connection, { now: shell.now().toISOString() });
        found.set(job, await looks.doctor(ask, job.connection));
      }
    }),
  );
  return jobs.flatMap((job) => found.get(job) ?? []);
}
