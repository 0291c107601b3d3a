import { present, type Run } from '../../command';
import { connect } from '../../connect';
import { exitCodes, notFound } from '../../exit-codes';
import { bytes, moment } from '../../output/quantities';
import { jobKeyOf, keepCheckpoint, readCdcJob } from '../../replication/cdc-job';

export const checkpoint: Run = async (invocation) => {
  const key = jobKeyOf(invocation.args[0]);
  const connection = await connect(invocation);
  const found = await readCdcJob(connection, key);
  const kept = await keepCheckpoint(connection, found, 'command', invocation.shell.now());
  if (kept === undefined)
    throw notFound(
      `there is no checkpoint of ${key} yet: ${
        found.task === undefined
          ? `"lakeferry start ${key}" starts it`
          : `DMS shows one when the task (${found.task.status}) has replicated, at the latest when it stops`
      }`,
    );
  const slot = found.replication?.slot;
  present(invocation, { job: key, ...kept, task: found.task?.status ?? 'gone', slot }, () =>
    [
      kept.checkpoint,
      `  seen  ${moment(kept.seenAt)}, ${kept.seenIn}, of a task that was ${kept.status}`,
      `  task  ${found.task === undefined ? 'gone: only this checkpoint knows the position' : `${found.task.status}, ${found.task.arn}`}`,
      ...(slot === undefined
        ? []
        : [
            `  slot  ${slot.name}`,
            `        ${slot.active ? 'in use' : 'not in use'} at ${moment(slot.at)}; the source kept ${bytes(slot.lagBytes)} of log for it then`,
          ]),
    ].join('\n'),
  );
  return exitCodes.done;
};
