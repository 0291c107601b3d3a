import { startRun } from '../../../application/runs/start-run';
import { type Action, present } from '../../command/invocation';
import { startedRunDocument } from '../../json/run-documents';
import { connect } from '../../environment/connect';
import { operator } from '../../environment/operator';
import { exitCodes } from '../../errors/exit-codes';
import { waitAndShow } from '../../output/waiting-run';

export const runJob: Action<{ readonly job: string; readonly wait: boolean }> = async (
  { job, wait },
  invocation,
) => {
  const environment = await connect(invocation);
  const started = await startRun(environment, job, { by: operator(), at: invocation.shell.now() });
  if (wait) return waitAndShow(invocation, environment, started);
  present(
    invocation,
    startedRunDocument,
    started,
    ({ run }) => `started ${run}\nfollow it: lakeferry show ${run}`,
  );
  return exitCodes.done;
};
