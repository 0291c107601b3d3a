import { pauseJob } from '../../../application/runs/pause-job';
import { type Action, present } from '../../command/invocation';
import { connect } from '../../environment/connect';
import { operator } from '../../environment/operator';
import { exitCodes } from '../../errors/exit-codes';
import { pausedDocument } from '../../json/job-documents';

export const pauseAction: Action<{ readonly job: string; readonly reason: string | undefined }> = async (
  { job, reason },
  invocation,
) => {
  const environment = await connect(invocation);
  const paused = await pauseJob(environment, { job, reason, by: operator(), now: invocation.shell.now });
  present(
    invocation,
    pausedDocument,
    paused,
    () =>
      `${job} is paused: its schedule starts no runs\nlakeferry run ${job} still starts one; lakeferry unpause ${job} ends the pause`,
  );
  return exitCodes.done;
};
