import { checkDeployed } from '../check-deployed';
import { present, type Run } from '../command';
import { type Connection, connect } from '../connect';
import { notFound } from '../exit-codes';
import { showRun } from '../output/run-view';
import { showSplits } from '../output/split-view';

export const show: Run = async (invocation) => {
  const { shell, args } = invocation;
  const connection = await connect(invocation);
  const asked = args[0] ?? '';
  const run = asked.includes('/') ? await newestRun(connection, asked, shell.now()) : asked;
  const found = await connection.history.runWithTables(run);
  if (found === undefined) throw notFound(`there is no run "${run}": lakeferry history lists the runs`);
  const [report, splits] = await Promise.all([
    connection.history.checkReport(run),
    connection.history.splits(run),
  ]);
  const whole = {
    ...found,
    ...(report === undefined ? {} : { check: report }),
    ...(splits.length === 0 ? {} : { splits }),
  };
  present(invocation, whole, () => [showRun(shell, found, report), ...showSplits(shell, splits)].join('\n'));
  return undefined;
};

async function newestRun(connection: Connection, jobKey: string, now: Date): Promise<string> {
  const [newest] = await connection.history.runsOfJob(jobKey, { limit: 1, now });
  if (newest !== undefined) return newest.run;
  await checkDeployed(connection, jobKey, now);
  throw notFound(`${jobKey} has not run yet: lakeferry run ${jobKey} starts it`);
}
