import { present, type Run } from '../../command';
import { connect } from '../../connect';
import { exitCodes, wrongUse } from '../../exit-codes';
import { jobKeyOf } from '../../replication/cdc-job';
import { type StoppedJob, stopJob } from '../../replication/stop-job';

export const stop: Run = async (invocation) => {
  const { shell, own, args } = invocation;
  const key = jobKeyOf(args[0]);
  const options = {
    wait: own['wait'] === true,
    delete: own['delete'] === true,
    force: own['force'] === true,
  };
  if (options.force && !options.delete)
    throw wrongUse('--force goes with --delete: it deletes a task whose checkpoint is not stored');
  const connection = await connect(invocation);
  const stopped = await stopJob(connection, key, options, shell);
  present(invocation, stopped, (result) => words(result, options.delete));
  return exitCodes.done;
};

function words({ job, status, checkpoint }: StoppedJob, deleted: boolean): string {
  const head =
    {
      stopping: `${job} is stopping`,
      stopped: `${job} is stopped`,
      gone: deleted
        ? `the task of ${job} is deleted`
        : `${job} has no task, and gets none until it is asked for`,
    }[status] ?? `${job} stays down; its task is ${status}`;
  const position =
    checkpoint === undefined
      ? 'no checkpoint is stored yet: DMS shows it once the task is down, and the poll stores it then'
      : `checkpoint stored: ${checkpoint.checkpoint}`;
  const back = deleted
    ? `"start-from: checkpoint" in its config makes the next lakeferry start go on from there`
    : `lakeferry resume ${job} goes on from there`;
  return [head, position, back].join('\n');
}
