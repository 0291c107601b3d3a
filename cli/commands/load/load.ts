import { stat } from 'node:fs/promises';
import { dropIntoInbox, waitForLoad } from '../../../application/loads/load-file';
import { hasSucceeded } from '../../../application/runs/wait-for-run';
import { loadHref, runHref } from '../../../core/pages/hrefs';
import { type Action, presentPage } from '../../command/invocation';
import { connect } from '../../environment/connect';
import { pageLink } from '../../environment/page-link';
import { exitCodes, wrongUse } from '../../errors/exit-codes';
import { droppedFileDocument, runDocument } from '../../json/run-documents';
import { showRun } from '../../output/run-view';
import { untilInterrupted } from '../../output/until-interrupted';

interface Input {
  readonly load: string;
  readonly file: string;
  readonly wait: boolean;
}

export const loadFile: Action<Input> = async ({ load, file, wait }, invocation) => {
  const { shell, options } = invocation;
  const found = await stat(file).catch(() => undefined);
  if (found?.isFile() !== true)
    throw wrongUse(`there is no file "${file}"`, { fix: 'name a file that exists' });
  const environment = await connect(invocation);
  const dropped = await dropIntoInbox(environment, load, file);
  const uploaded = `uploaded s3://${dropped.bucket}/${dropped.key}`;
  if (!wait) {
    presentPage(
      invocation,
      droppedFileDocument,
      dropped,
      () => `${uploaded}\nfollow it: lakeferry show ${load}`,
      pageLink(shell, environment, loadHref(load)),
    );
    return exitCodes.done;
  }
  if (!options.json) shell.remark(uploaded);
  const goesOn = `the load continues: "lakeferry show ${load}" shows it`;
  const finished = await untilInterrupted(shell, goesOn, () =>
    waitForLoad(environment, load, dropped, () => shell.now()),
  );
  presentPage(
    invocation,
    runDocument,
    { details: finished, now: shell.now() },
    () => showRun(shell, finished),
    pageLink(shell, environment, runHref(finished.run.run)),
  );
  return hasSucceeded(finished) ? exitCodes.done : exitCodes.runFailed;
};
