import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Dropped, dropFile } from '../../../aws/lake/inbox-drop';
import type { RunWithTables } from '../../../core/runs/record/run-record';
import { present, type Run } from '../../command';
import { unknownName } from '../../configuration';
import { type Connection, connect } from '../../connect';
import { CommandError, exitCodes, wrongUse } from '../../exit-codes';
import { showRun } from '../../output/run-view';

/** Seconds until a dropped file has a run, at the latest: events and queues take a few. */
const untilOpenSeconds = 300;
const askEveryMs = 500;

export const load: Run = async (invocation) => {
  const { shell, args, own, options } = invocation;
  const [loadKey = '', path = ''] = args;
  if (!/^[a-z0-9-]+\/[a-z0-9-]+$/.test(loadKey))
    throw wrongUse(`"${loadKey}" is no load: write department/load, such as sales/prices`);
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true) throw wrongUse(`there is no file "${path}"`);
  const connection = await connect(invocation);
  const { deployment, platform } = connection;
  const inbox = await deployment.load(platform.environment, loadKey);
  if (inbox === undefined)
    throw unknownName('load', loadKey, await deployment.loadKeys(platform.environment));
  const dropped = await dropFile(path, { bucket: inbox.bucket, key: `${inbox.inbox}${basename(path)}` });
  if (own['wait'] !== true) {
    const where = `s3://${dropped.bucket}/${dropped.key}`;
    present(invocation, dropped, () => `dropped ${where}\nwatch it: lakeferry show ${loadKey}`);
    return exitCodes.done;
  }
  if (!options.json) shell.remark(`dropped s3://${dropped.bucket}/${dropped.key}`);
  const finished = await untilLoaded(connection, loadKey, dropped, () => shell.now());
  present(invocation, finished, (run) => showRun(shell, run));
  const outcome = finished.run.verdict?.outcome;
  return outcome === 'succeeded' || outcome === 'succeeded-with-table-errors'
    ? exitCodes.done
    : exitCodes.runFailed;
};

/** The closed run of that version of the file. */
export async function untilLoaded(
  { history }: Pick<Connection, 'history'>,
  loadKey: string,
  { key, version }: Dropped,
  now: () => Date,
): Promise<RunWithTables> {
  const began = now().getTime();
  for (;;) {
    const runs = await history.runsOfJob(loadKey, { limit: 50, now: now() });
    const own = runs.find(
      ({ trigger }) => trigger.by === 'file' && trigger.key === key && trigger.version === version,
    );
    if (own?.phases.closed !== undefined) {
      const whole = await history.runWithTables(own.run);
      if (whole !== undefined) return whole;
    }
    if (own === undefined && now().getTime() - began > untilOpenSeconds * 1000)
      throw new CommandError(
        exitCodes.runFailed,
        `nobody took ${key} within ${untilOpenSeconds} seconds: see the queue lakeferry-<environment>-load-csv`,
      );
    await wait(askEveryMs);
  }
}
