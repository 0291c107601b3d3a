import { present, type Run } from '../../command';
import { planOf, selectJobs } from '../../configuration';
import { lookAtJobs, notLookedAt } from '../../doctor/check-jobs';
import { sourceLooks } from '../../doctor/source-checks';
import { exitCodes } from '../../exit-codes';
import { showReports } from '../../output/doctor-view';

/** Asks check-source about each job: jobs of one connection one after the other, as its database has other things to do. */
export const doctorJobs: Run = async (invocation) => {
  const { shell, options, args, own } = invocation;
  const jobs = selectJobs(planOf(shell, options), args[0]).flatMap((department) => department.jobs);
  const remark = options.json || !shell.interactive ? () => undefined : (text: string) => shell.remark(text);
  const { reports, failed } = await lookAtJobs(await sourceLooks(invocation), jobs, shell.now(), remark);
  // What was found is shown, whatever became of the others.
  if (failed.size === 0 || reports.length > 0)
    present(invocation, reports, (all) => showReports(shell, all, own['all'] === true));
  if (failed.size > 0) throw notLookedAt(failed);
  const blocks = reports.some(({ findings }) => findings.some(({ severity }) => severity === 'error'));
  return blocks ? exitCodes.runFailed : exitCodes.done;
};
