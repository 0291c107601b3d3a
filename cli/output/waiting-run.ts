import type { DeployedEnvironment } from '../../application/environments/deployed-environment';
import { withDetails } from '../../application/runs/read-run';
import type { StartedRun } from '../../application/runs/start-run';
import { hasSucceeded, waitForRun } from '../../application/runs/wait-for-run';
import { type RunRecord, waitingText } from '../../core/runs/record/run-record';
import { runHref } from '../../core/pages/hrefs';
import { pageLink } from '../environment/page-link';
import { type Invocation, presentPage } from '../command/invocation';
import { type ExitCode, exitCodes } from '../errors/exit-codes';
import { runDocument } from '../json/run-documents';
import { plural } from './quantities';
import { untilInterrupted } from './until-interrupted';
import { showRunDetails } from './run-view';

/** Waits for the end of a run, shows its progress on stderr and then the run. The exit code says whether it succeeded. */
export async function waitAndShow(
  invocation: Invocation,
  environment: DeployedEnvironment,
  started: StartedRun,
): Promise<ExitCode> {
  const { shell, options } = invocation;
  const page = pageLink(shell, environment, runHref(started.run));
  if (!options.json) shell.remark(`started ${started.run}${page === undefined ? '' : `\npage: ${page}`}`);
  let shown = '';
  const showProgress = (record: RunRecord): void => {
    const { progress } = record;
    const line =
      progress === undefined
        ? (waitingText(record) ?? 'opened')
        : `${progress.status} ${Math.floor(progress.percent)}%, ${plural(progress.tablesLoaded, 'table')} loaded`;
    if (line !== shown && !options.json) shell.remark(line);
    shown = line;
  };
  const goesOn = `${started.run} continues: "lakeferry show ${started.run}" shows it`;
  const finished = await untilInterrupted(shell, goesOn, () =>
    waitForRun(environment, started, showProgress),
  );
  const details = await withDetails(environment, finished);
  presentPage(
    invocation,
    runDocument,
    { details, now: shell.now() },
    () => showRunDetails(shell, details),
    page,
  );
  return hasSucceeded(finished) ? exitCodes.done : exitCodes.runFailed;
}
