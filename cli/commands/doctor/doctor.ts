import { selectJobs } from '../../../application/configuration/plan-configuration';
import { withExisting } from '../../../application/sources/check-existing';
import { checkSources, errorOf } from '../../../application/sources/check-sources';
import { openSourceChecks } from '../../../application/sources/source-checks';
import { createExistingResources } from '../../../aws/existing/existing-resources';
import { type Action, present } from '../../command/invocation';
import { doctorDocument } from '../../json/source-documents';
import { connect } from '../../environment/connect';
import { planOf } from '../../environment/plan-of';
import { exitCodes } from '../../errors/exit-codes';
import { untilInterrupted } from '../../output/until-interrupted';
import { remarksAboutAddresses } from './unconfirmed';
import { remarksAboutDeployments } from './deployments';
import { showReports } from './view';

interface Input {
  readonly selection: string | undefined;
  readonly all: boolean;
}

export const checkJobs: Action<Input> = async ({ selection, all }, invocation) => {
  const { shell, options } = invocation;
  const plan = planOf(invocation);
  const departments = selectJobs(plan, selection);
  const jobs = departments.flatMap((department) => department.jobs);
  const environment = await connect(invocation);
  const checks = openSourceChecks(environment);
  const onProgress = (source: string, job: string): void => {
    if (!options.json && shell.interactive) shell.remark(`checking ${source} for ${job}`);
  };
  const goesOn =
    'checks that began end by themselves, and change nothing: repeat the command for their findings';
  const { reports: ofSources, failed } = await untilInterrupted(shell, goesOn, () =>
    checkSources(checks, jobs, shell.now(), onProgress),
  );
  const place = {
    environment: plan.environment,
    stagingBucket: environment.platform.stagingBucketName,
    endpointsOf: async (job: string) =>
      (await environment.deployment.jobStarter(plan.environment.name, job))?.endpoints,
  };
  const reports = await withExisting(createExistingResources(), place, jobs, ofSources);
  // Reports are shown even when other checks failed.
  if (failed.length === 0 || reports.length > 0)
    present(invocation, doctorDocument, reports, (list) => showReports(shell, list, all));
  const names = departments.map(({ name }) => name);
  for (const remark of [
    ...(await remarksAboutAddresses(environment, names)),
    ...(await remarksAboutDeployments(environment, shell.now())),
  ])
    shell.remark(remark);
  if (failed.length > 0) throw errorOf(failed);
  const hasError = reports.some(({ findings }) => findings.some(({ severity }) => severity === 'error'));
  return hasError ? exitCodes.runFailed : exitCodes.done;
};
