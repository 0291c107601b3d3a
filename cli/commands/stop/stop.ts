import { stopReplication, type StopRequest } from '../../../application/replications/stop-replication';
import { replicationHref } from '../../../core/pages/hrefs';
import { type Action, presentPage } from '../../command/invocation';
import { stoppedDocument } from '../../json/job-documents';
import { connect } from '../../environment/connect';
import { operator } from '../../environment/operator';
import { pageLink } from '../../environment/page-link';
import { exitCodes, wrongUse } from '../../errors/exit-codes';
import { untilInterrupted } from '../../output/until-interrupted';
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
  const stopped = await untilInterrupted(invocation.shell, whatGoesOn(input), () =>
    stopReplication(environment, { ...input, by: operator(), now }),
  );
  const page = pageLink(invocation.shell, environment, replicationHref(stopped.job));
  presentPage(invocation, stoppedDocument, stopped, (result) => showStopped(result, input.delete), page);
  return exitCodes.done;
};

/** Text for Ctrl-C: the stop is DMS's work, the deletion that of this command. */
function whatGoesOn({
  job,
  delete: isDeleted,
  force,
}: Pick<StopRequest, 'job' | 'delete' | 'force'>): string {
  const stop = `the stop of ${job} continues: "lakeferry status ${job}" shows it`;
  if (!isDeleted) return stop;
  return `${stop}; "lakeferry stop ${job} --delete${force ? ' --force' : ''}" deletes its task`;
}
