import { retryRun } from '../../../application/runs/retry-run';
import { runHref } from '../../../core/pages/hrefs';
import { type Action, presentPage } from '../../command/invocation';
import { connect } from '../../environment/connect';
import { operator } from '../../environment/operator';
import { pageLink } from '../../environment/page-link';
import { exitCodes } from '../../errors/exit-codes';
import { retriedRunDocument } from '../../json/run-documents';
import { waitAndShow } from '../../output/waiting-run';

export const retryOneRun: Action<{ readonly run: string; readonly wait: boolean }> = async (
  { run: named, wait },
  invocation,
) => {
  const environment = await connect(invocation);
  const retried = await retryRun(environment, named, { by: operator(), at: invocation.shell.now() });
  if (wait) return waitAndShow(invocation, environment, retried);
  presentPage(
    invocation,
    retriedRunDocument,
    retried,
    ({ run, attempt, firstAttempt }) =>
      `started ${run}, attempt ${attempt} of ${firstAttempt}\nfollow it: lakeferry show ${run}`,
    pageLink(invocation.shell, environment, runHref(retried.run)),
  );
  return exitCodes.done;
};
