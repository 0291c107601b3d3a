import { readStatus } from '../../../application/environments/read-status';
import { readReplication } from '../../../application/replications/read-replications';
import { type Action, present } from '../../command/invocation';
import { connect } from '../../environment/connect';
import { undeployedLines, undeployedNames } from '../../environment/undeployed';
import { jobStatusDocument, statusDocument } from '../../json/job-documents';
import { showReplication } from './replication-view';
import { showStatus } from './view';

export const statusOfJobs: Action<{ readonly job: string | undefined }> = async ({ job }, invocation) => {
  const { shell } = invocation;
  const environment = await connect(invocation);
  if (job === undefined) {
    const status = await readStatus(environment, shell.now());
    const notDeployed = await undeployedNames(invocation, environment);
    present(invocation, statusDocument, { ...status, notDeployed }, (value) =>
      [showStatus(shell, value), ...undeployedLines(notDeployed, status.environment)].join('\n'),
    );
  } else
    present(invocation, jobStatusDocument, await readReplication(environment, job), (value) =>
      showReplication(shell, value),
    );
  return undefined;
};
