import { startReplication } from '../../application/replications/start-replication';
import { replicationHref } from '../../core/pages/hrefs';
import { type Action, presentPage } from '../command/invocation';
import { exitCodes } from '../errors/exit-codes';
import { startedRunDocument } from '../json/run-documents';
import { waitAndShow } from '../output/waiting-run';
import { connect } from './connect';
import { operator } from './operator';
import { pageLink } from './page-link';

/** Action of `start` and `resume`, which differ only in the tasks that they accept. */
export function startAction(
  action: 'start' | 'resume',
): Action<{ readonly job: string; readonly wait: boolean }> {
  return async ({ job, wait }, invocation) => {
    const environment = await connect(invocation);
    const requester = { by: operator(), at: invocation.shell.now() };
    const started = await startReplication(environment, job, action, requester);
    if (wait) return waitAndShow(invocation, environment, started);
    presentPage(
      invocation,
      startedRunDocument,
      started,
      ({ run }) => `run ${run} ${action}s the task\nfollow it: lakeferry status ${job}`,
      pageLink(invocation.shell, environment, replicationHref(job)),
    );
    return exitCodes.done;
  };
}
