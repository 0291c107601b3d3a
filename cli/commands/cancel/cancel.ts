import { type CancelledRun, cancelRun } from '../../../application/runs/cancel-run';
import { cancellationText } from '../../../core/runs/record/cancellation';
import { runHref } from '../../../core/pages/hrefs';
import { type Action, presentPage } from '../../command/invocation';
import { connect } from '../../environment/connect';
import { operator } from '../../environment/operator';
import { pageLink } from '../../environment/page-link';
import { exitCodes } from '../../errors/exit-codes';
import { cancelledRunDocument } from '../../json/run-documents';
import { oneLine } from '../../output/escape-control-characters';

interface Input {
  readonly run: string;
  readonly reason: string | undefined;
}

export const cancelOneRun: Action<Input> = async ({ run, reason }, invocation) => {
  const environment = await connect(invocation);
  const requester = { by: operator(), at: invocation.shell.now() };
  const cancelled = await cancelRun(environment, run, reason, requester);
  const page = pageLink(invocation.shell, environment, runHref(cancelled.run));
  presentPage(invocation, cancelledRunDocument, cancelled, showCancelled, page);
  return exitCodes.done;
};

function showCancelled({ run, job, mode, ...cancellation }: CancelledRun): string {
  const next =
    mode === undefined
      ? 'its execution and its task end within minutes'
      : `its execution ends, and the task of ${job} continues: "lakeferry stop ${job}" stops it`;
  return [
    `${run} is cancelled: ${oneLine(cancellationText(cancellation))}`,
    next,
    `follow it: lakeferry show ${run}`,
  ].join('\n');
}
