import { stopReplication } from '../../../application/replications/stop-replication';
import { type Action, present } from '../../command/invocation';
import { stoppedDocument } from '../../json/job-documents';
import { connect } from '../../environment/connect';
import { operator } from '../../environment/operator';
import { exitCodes, wrongUse } from '../../errors/exit-codes';
import { showStopped } from './view';

interface Input {
  readonly job: string;
  readonly wait: boolean;
  readonly delete: boolean;
  readonly force: boolean;
}

export const stopJob: Action<Input> = async (input, invocation) => {
  if (input.force && !input.delete)
    throw wrongUse('--force goes with --delete', {
      fix: 'leave it out, or add --delete to delete a task whose checkpoint is not stored',
    });
  const environment = await connect(invocation);
  const { now } = invocation.shell;
  const stopped = await stopReplication(environment, { ...input, by: operator(), now });
  present(invocation, stoppedDocument, stopped, (result) => showStopped(result, input.delete));
  return exitCodes.done;
};
