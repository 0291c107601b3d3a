import { readRun } from '../../../application/runs/read-run';
import { type Action, present } from '../../command/invocation';
import { connect } from '../../environment/connect';
import { runDocument } from '../../json/run-documents';
import { showRunDetails } from '../../output/run-view';

export const showOneRun: Action<{ readonly run: string }> = async ({ run }, invocation) => {
  const { shell } = invocation;
  const environment = await connect(invocation);
  const details = await readRun(environment, run, shell.now());
  present(invocation, runDocument, { details, now: shell.now() }, () => showRunDetails(shell, details));
  return undefined;
};
