import { checkDeployed } from '../../check-deployed';
import { present, type Run } from '../../command';
import { type Connection, connect } from '../../connect';
import { notFound } from '../../exit-codes';
import { showWholeRun, wholeRun } from '../../whole-run';

export const show: Run = async (invocation) => {
  const { shell, args } = invocation;
  const connection = await connect(invocation);
  const asked = args[0] ?? '';
  const run = asked.includes('/') ? await newestRun(connection, asked, shell.now()) : asked;
  const found = await connection.history.runWithTables(run);
  if (found === undefined) throw notFound(`there is no run "${run}": lakeferry history lists the runs`);
  const whole = await wholeRun(connection, found);
  present(invocation, whole, () => showWholeRun(shell, whole));
  return undefined;
};

async function newestRun(connection: Connection, jobKey: string, now: Date): Promise<string> {
  const [newest] = await connection.history.runsOfJob(jobKey, { limit: 1, now });
  if (newest !== undefined) return newest.run;
  await checkDeployed(connection, jobKey, now);
  throw notFound(`${jobKey} has not run yet: lakeferry run ${jobKey} starts it`);
}
