import { type EnvironmentStatus, readStatus } from '../../../application/environments/read-status';
import {
  type RaisedVersion,
  raisedVersion,
  versionPorts,
} from '../../../application/environments/raised-version';
import type { DeployedEnvironment } from '../../../application/environments/deployed-environment';
import { type JobStatus, readReplication } from '../../../application/replications/read-replications';
import { UseCaseError } from '../../../application/use-case-error';
import { loadHref, replicationHref, selectionHref } from '../../../core/pages/hrefs';
import { type Action, presentPage } from '../../command/invocation';
import { connect } from '../../environment/connect';
import { pageLink } from '../../environment/page-link';
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
    const raised = job === undefined ? await raisedOrUnknown(environment) : undefined;
    const notDeployed = job === undefined ? await undeployedNames(invocation, environment) : [];
    presentPage(
      invocation,
      statusDocument,
      { ...status, notDeployed, raisedVersion: raised },
      (value) => [showStatus(shell, value), ...undeployedLines(notDeployed, status.environment)].join('\n'),
      pageLink(shell, environment, hrefOfStatus(job, status)),
    );
  } else {
    const page = pageLink(shell, environment, replicationHref(cdc.job));
    presentPage(invocation, jobStatusDocument, cdc, (value) => showReplication(shell, value), page);
  }
  return undefined;
};

/** The status of jobs is shown also where the version cannot be read. */
function raisedOrUnknown(environment: DeployedEnvironment): Promise<RaisedVersion | undefined> {
  return raisedVersion(versionPorts(environment)).catch(() => undefined);
}

/** Page of a load, or Today with the jobs that the command lists. */
function hrefOfStatus(selection: string | undefined, { jobs }: EnvironmentStatus): string {
  const isLoad = selection?.includes('/') === true && jobs[0]?.kind === 'load';
  return isLoad ? loadHref(selection) : selectionHref(selection);
}

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
