import { listSnapshots } from '../../../application/lake/list-snapshots';
import { tablesHref } from '../../../core/pages/hrefs';
import { type Action, presentPage } from '../../command/invocation';
import { snapshotsDocument } from '../../json/lake-documents';
import { connect } from '../../environment/connect';
import { pageLink } from '../../environment/page-link';
import { roomOf } from '../../output/table';
import { showSnapshots } from './view';

export const snapshotsOfJob: Action<{ readonly job: string }> = async ({ job }, invocation) => {
  const { shell } = invocation;
  const environment = await connect(invocation);
  const listed = await listSnapshots(environment, job, shell.now());
  const page = pageLink(shell, environment, tablesHref(listed.job));
  presentPage(invocation, snapshotsDocument, listed, () => showSnapshots(listed, roomOf(shell)), page);
  return undefined;
};
