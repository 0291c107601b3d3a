import { readRun } from '../../../application/runs/read-run';
import { runHref } from '../../../core/pages/hrefs';
import { type Action, presentPage } from '../../command/invocation';
import { connect } from '../../environment/connect';
import { pageLink } from '../../environment/page-link';
import { runDocument } from '../../json/run-documents';
import { showRunDetails } from '../../output/run-view';

export const showOneRun: Action<{ readonly run: string }> = async ({ run }, invocation) => {
  const { shell } = invocation;
  const environment = await connect(invocation);
  const details = await readRun(environment, run, shell.now());
  const page = pageLink(shell, environment, runHref(details.run.run));
  presentPage(
    invocation,
    runDocument,
    { details, now: shell.now() },
    () => showRunDetails(shell, details),
    page,
  );
  return undefined;
};
