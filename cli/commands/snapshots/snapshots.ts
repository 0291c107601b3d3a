import { listSnapshots } from '../../../application/lake/list-snapshots';
import { type Action, present } from '../../command/invocation';
import { snapshotsDocument } from '../../json/lake-documents';
import { connect } from '../../environment/connect';
import { roomOf } from '../../output/table';
import { showSnapshots } from './view';

export const snapshotsOfJob: Action<{ readonly job: string }> = async ({ job }, invocation) => {
  const { shell } = invocation;
  const environment = await connect(invocation);
  const listed = await listSnapshots(environment, job, shell.now());
  present(invocation, snapshotsDocument, listed, () => showSnapshots(listed, roomOf(shell)));
  return undefined;
};
