import { type Invocation, present, type Run } from '../../command';
import { type Connection, connect } from '../../connect';
import { type ExitCode, exitCodes, wrongUse } from '../../exit-codes';
import { plural } from '../../output/quantities';
import { type StartedRun, startRun, untilClosed } from '../../start-run';
import { showWholeRun, wholeRun } from '../../whole-run';

export const runJob: Run = async (invocation) => {
  const jobKey = invocation.args[0] ?? '';
  if (!/^[a-z0-9-]+\/[a-z0-9-]+$/.test(jobKey))
    throw wrongUse(`"${jobKey}" is no job: write department/job, such as sales/orders-daily`);
  const connection = await connect(invocation);
  const started = await startRun(connection, jobKey, invocation.shell);
  if (invocation.own['wait'] === true) return waitForRun(invocation, connection, started);
  present(invocation, started, ({ run }) => `started ${run}\nwatch it: lakeferry show ${run}`);
  return exitCodes.done;
};

/** Resolves when the run is closed and said; the exit code tells whether it succeeded. */
export async function waitForRun(
  invocation: Invocation,
  connection: Connection,
  started: StartedRun,
): Promise<ExitCode> {
  const { shell, options } = invocation;
  if (!options.json) shell.remark(`started ${started.run}`);
  let said = '';
  const finished = await untilClosed(connection, started, ({ progress }) => {
    const line =
      progress === undefined
        ? 'opened'
        : `${progress.status} ${Math.floor(progress.percent)}%, ${plural(progress.tablesLoaded, 'table')} loaded`;
    if (line !== said && !options.json) shell.remark(line);
    said = line;
  });
  const whole = await wholeRun(connection, finished);
  present(invocation, whole, () => showWholeRun(shell, whole));
  const outcome = finished.run.verdict?.outcome;
  return outcome === 'succeeded' || outcome === 'succeeded-with-table-errors'
    ? exitCodes.done
    : exitCodes.runFailed;
}
