import { present, type Run } from '../../command';
import { connect } from '../../connect';
import { exitCodes, wrongUse } from '../../exit-codes';
import { jobKeyOf, readCdcJob } from '../../replication/cdc-job';
import { refuseDisabled } from '../../replication/refuse-disabled';
import { refusalOf } from '../../replication/task-allows';
import { startRun } from '../../start-run';
import { waitForRun } from '../run/run';

export const start: Run = (invocation) => bringUp(invocation, 'start');
export const resume: Run = (invocation) => bringUp(invocation, 'resume');

/** Both are a run of the job: its state machine starts, resumes or makes the task as the live task asks for. */
async function bringUp(
  invocation: Parameters<Run>[0],
  order: 'start' | 'resume',
): Promise<Awaited<ReturnType<Run>>> {
  const key = jobKeyOf(invocation.args[0]);
  const connection = await connect(invocation);
  const { task } = await readCdcJob(connection, key);
  const refusal = refusalOf(order, key, task);
  if (refusal !== undefined) throw wrongUse(refusal);
  await refuseDisabled(connection, key);
  const started = await startRun(connection, key, invocation.shell);
  if (invocation.own['wait'] === true) return waitForRun(invocation, connection, started);
  present(
    invocation,
    started,
    ({ run }) => `run ${run} ${order}s the task\nwatch it: lakeferry status ${key}`,
  );
  return exitCodes.done;
}
