import { listRuns } from '../../../application/runs/list-runs';
import { selectionHref } from '../../../core/pages/hrefs';
import { type Action, presentPage } from '../../command/invocation';
import { historyDocument } from '../../json/run-documents';
import { connect } from '../../environment/connect';
import { pageLink } from '../../environment/page-link';
import type { Since } from '../../options/since';
import { showRuns } from '../../output/run-list';
import { roomOf } from '../../output/table';
import { inkOf } from '../../shell';

interface Input {
  readonly selection: string | undefined;
  readonly since: Since;
  readonly limit: number;
}

export const historyOfRuns: Action<Input> = async ({ selection, since, limit }, invocation) => {
  const { shell } = invocation;
  const now = shell.now();
  const environment = await connect(invocation);
  const runs = await listRuns(environment, { selection, limit, since: since(now) }, now);
  presentPage(
    invocation,
    historyDocument,
    runs,
    (list) => (list.length === 0 ? 'no runs' : showRuns(list, inkOf(shell), roomOf(shell))),
    pageLink(shell, environment, selectionHref(selection)),
  );
  return undefined;
};
