import { present, type Run } from '../../command';
import { connect } from '../../connect';
import { showJobStatus } from '../../output/replication-view';
import { jobKeyOf } from '../../replication/cdc-job';
import { readJobStatus } from '../../replication/replication-status';
import { readStatus, showStatus } from '../../status';

export const status: Run = async (invocation) => {
  const { shell, args } = invocation;
  const key = args[0] === undefined ? undefined : jobKeyOf(args[0]);
  const connection = await connect(invocation);
  if (key === undefined)
    present(invocation, await readStatus(connection, shell.now()), (value) => showStatus(shell, value));
  else present(invocation, await readJobStatus(connection, key), (value) => showJobStatus(shell, value));
  return undefined;
};
