import { checkDeployed } from '../../check-deployed';
import { present, type Run } from '../../command';
import { connect } from '../../connect';
import { showRuns } from '../../output/run-list';
import { summarize } from '../../run-summary';
import { inkOf } from '../../shell';
import { limitNumber, sinceMoment } from '../../since';

export const history: Run = async (invocation) => {
  const { shell, args, own } = invocation;
  const now = shell.now();
  const listing = {
    now,
    limit: limitNumber(String(own['limit'])),
    since: typeof own['since'] === 'string' ? sinceMoment(own['since'], now) : undefined,
  };
  const connection = await connect(invocation);
  const [selection] = args;
  if (selection !== undefined) await checkDeployed(connection, selection, now);
  const records = await listed(connection.history);
  present(
    invocation,
    records.map((record) => summarize(record, now)),
    (list) => (list.length === 0 ? 'no runs' : showRuns(list, inkOf(shell), shell.width())),
  );
  return undefined;

  function listed(reader: typeof connection.history) {
    if (selection === undefined) return reader.recentRuns(listing);
    return selection.includes('/')
      ? reader.runsOfJob(selection, listing)
      : reader.runsOfDepartment(selection, listing);
  }
};
