import { readCheckpoint } from '../../../application/replications/read-checkpoint';
import { type Action, present } from '../../command/invocation';
import { checkpointDocument } from '../../json/job-documents';
import { connect } from '../../environment/connect';
import { exitCodes } from '../../errors/exit-codes';
import { showCheckpoint } from './view';

export const checkpointOfJob: Action<{ readonly job: string }> = async ({ job }, invocation) => {
  const environment = await connect(invocation);
  const stored = await readCheckpoint(environment, job, invocation.shell.now());
  present(invocation, checkpointDocument, stored, showCheckpoint);
  return exitCodes.done;
};
