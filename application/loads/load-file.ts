import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Dropped, dropFile } from '../../aws/lake/inbox-drop';
import type { RunWithTables } from '../../core/runs/record/run-record';
import type { DeployedEnvironment } from '../environments/deployed-environment';
import { inboxOf } from './inbox-of';
import { UseCaseError } from '../use-case-error';

/** Seconds until a dropped file has a run: the event and the queue take a few. */
const secondsToOpen = 300;
const checkEvery = 500;

/** Uploads a file to the inbox of a load. `load` is `department/load`. */
export async function dropIntoInbox(
  { deployment, platform }: Pick<DeployedEnvironment, 'deployment' | 'platform'>,
  load: string,
  path: string,
): Promise<Dropped> {
  const inbox = await inboxOf({ deployment, platform }, load);
  return dropFile(path, { bucket: inbox.bucket, key: `${inbox.inbox}${basename(path)}` });
}

/** Resolves with the closed run that loaded this version of the file. */
export async function waitForLoad(
  { history }: Pick<DeployedEnvironment, 'history'>,
  load: string,
  { key, version }: Dropped,
  now: () => Date,
): Promise<RunWithTables> {
  const began = now().getTime();
  for (;;) {
    const runs = await history.runsOfJob(load, { limit: 50, now: now() });
    const own = runs.find(
      ({ trigger }) => trigger.by === 'file' && trigger.key === key && trigger.version === version,
    );
    if (own?.phases.closed !== undefined) {
      const whole = await history.runWithTables(own.run);
      if (whole !== undefined) return whole;
    }
    if (own === undefined && now().getTime() - began > secondsToOpen * 1_000)
      throw new UseCaseError({ kind: 'file-not-taken', key, seconds: secondsToOpen });
    await pause(checkEvery);
  }
}
