import { unpauseJob } from '../../../application/runs/pause-job';
import { type Action, present } from '../../command/invocation';
import { connect } from '../../environment/connect';
import { operator } from '../../environment/operator';
import { exitCodes } from '../../errors/exit-codes';
import { pausedDocument } from '../../json/job-documents';

export const unpauseAction: Action<{ readonly job: string }> = async ({ job }, invocation) => {
  const environment = await connect(invocation);
  const unpaused = await unpauseJob(environment, { job, by: operator(), now: invocation.shell.now });
  present(invocation, pausedDocument, unpaused, () => `${job} is no longer paused`);
  return exitCodes.done;
};
