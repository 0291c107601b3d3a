import { rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { readHealth } from '@lakeferry/local-cloud/health';
import { type Invocation, present } from '../command/invocation';
import { addressFile, isRunning, readAddress } from '../environment/local-cloud-address';
import { wrongUse } from '../errors/exit-codes';
import { stoppedCloudDocument } from '../json/local-documents';
import { untilInterrupted } from '../output/until-interrupted';

const checkEvery = 200;
const secondsToStop = 30;

/** Stops the cloud whose address is in this folder, if there is one. Removes the address where no cloud answers any more. */
export async function takeDown(invocation: Invocation): Promise<void> {
  const { shell } = invocation;
  const { workingFolder } = shell;
  const address = readAddress(workingFolder);
  if (address === undefined) {
    present(
      invocation,
      stoppedCloudDocument,
      { wasUp: false },
      () => `no local cloud is running in ${workingFolder}`,
    );
    return;
  }
  // Another cloud may have the port of one that ended.
  const wasUp = (await readHealth(address.url))?.pid === address.pid;
  const goesOn = `the local cloud at ${address.url} continues to stop (process ${address.pid})`;
  if (wasUp) await untilInterrupted(shell, goesOn, () => stopProcess(address.pid));
  rmSync(addressFile(workingFolder), { force: true });
  const text = wasUp
    ? `the local cloud at ${address.url} is stopped (process ${address.pid})`
    : `nothing answered at ${address.url}: its address is removed`;
  present(invocation, stoppedCloudDocument, { url: address.url, wasUp }, () => text);
}

async function stopProcess(pid: number): Promise<void> {
  process.kill(pid, 'SIGTERM');
  const until = Date.now() + secondsToStop * 1_000;
  while (isRunning(pid) && Date.now() < until) await wait(checkEvery);
  if (isRunning(pid))
    throw wrongUse(`process ${pid} still runs after ${secondsToStop} seconds`, {
      fix: `kill -9 ${pid} ends it`,
    });
}
