import { pauseJob } from '../../../application/runs/pause-job';
import { selectionHref } from '../../../core/pages/hrefs';
import { type Action, presentPage } from '../../command/invocation';
import { connect } from '../../environment/connect';
import { operator } from '../../environment/operator';
import { pageLink } from '../../environment/page-link';
import { exitCodes } from '../../errors/exit-codes';
import { pausedDocument } from '../../json/job-documents';

export const pauseAction: Action<{ readonly job: string; readonly reason: string | undefined }> = async (
  { job, reason },
  invocation,
) => {
  const environment = await connect(invocation);
  const paused = await pauseJob(environment, { job, reason, by: operator(), now: invocation.shell.now });
  presentPage(
    invocation,
    pausedDocument,
    paused,
    () =>
      `${job} is paused: its schedule starts no runs\nlakeferry run ${job} still starts one; lakeferry unpause ${job} ends the pause`,
    pageLink(invocation.shell, environment, selectionHref(job)),
  );
  return exitCodes.done;
};
