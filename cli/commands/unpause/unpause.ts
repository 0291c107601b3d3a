import { unpauseJob } from '../../../application/runs/pause-job';
import { selectionHref } from '../../../core/pages/hrefs';
import { type Action, presentPage } from '../../command/invocation';
import { connect } from '../../environment/connect';
import { operator } from '../../environment/operator';
import { pageLink } from '../../environment/page-link';
import { exitCodes } from '../../errors/exit-codes';
import { pausedDocument } from '../../json/job-documents';

export const unpauseAction: Action<{ readonly job: string }> = async ({ job }, invocation) => {
  const environment = await connect(invocation);
  const unpaused = await unpauseJob(environment, { job, by: operator(), now: invocation.shell.now });
  const page = pageLink(invocation.shell, environment, selectionHref(job));
  presentPage(invocation, pausedDocument, unpaused, () => `${job} is no longer paused`, page);
  return exitCodes.done;
};
