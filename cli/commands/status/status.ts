import { readStatus } from '../../../application/environments/read-status';
import type { DeployedEnvironment } from '../../../application/environments/deployed-environment';
import { type JobStatus, readReplication } from '../../../application/replications/read-replications';
import { UseCaseError } from '../../../application/use-case-error';
import { type Action, present } from '../../command/invocation';
import { connect } from '../../environment/connect';
import { undeployedLines, undeployedNames } from '../../environment/undeployed';
import { jobStatusDocument, statusDocument } from '../../json/job-documents';
import { showReplication } from './replication-view';
import { showStatus } from './view';

export const statusOfJobs: Action<{ readonly job: string | undefined }> = async ({ job }, invocation) => {
  const { shell } = invocation;
  const environment = await connect(invocation);
  const cdc = job?.includes('/') === true ? await cdcStatus(environment, job) : undefined;
  if (cdc === undefined) {
    const status = await readStatus(environment, shell.now(), undefined, job);
    const notDeployed = job === undefined ? await undeployedNames(invocation, environment) : [];
    present(invocation, statusDocument, { ...status, notDeployed }, (value) =>
      [showStatus(shell, value), ...undeployedLines(notDeployed, status.environment)].join('\n'),
    );
  } else present(invocation, jobStatusDocument, cdc, (value) => showReplication(shell, value));
  return undefined;
};

/** Undefined for a job without a task that lives on, and for a load. */
async function cdcStatus(environment: DeployedEnvironment, job: string): Promise<JobStatus | undefined> {
  try {
    return await readReplication(environment, job);
  } catch (error) {
    if (error instanceof UseCaseError && ['not-a-cdc-job', 'is-a-load'].includes(error.reason.kind))
      return undefined;
    throw error;
  }
}
