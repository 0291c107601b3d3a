import { rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { readHealth } from '@lakeferry/local-cloud/health';
import { type Invocation, present } from '../command/invocation';
import { addressFile, isRunning, readAddress } from '../environment/local-cloud-address';
import { notFound, wrongUse } from '../errors/exit-codes';
import { stoppedCloudDocument } from '../json/local-documents';

const checkEvery = 200;
const secondsToStop = 30;

/** Stops the cloud whose address is in this folder. Removes the address where no cloud answers any more. */
export async function takeDown(invocation: Invocation): Promise<void> {
  const { workingFolder } = invocation.shell;
  const address = readAddress(workingFolder);
  if (address === undefined) throw notFound(`no local cloud was started in ${workingFolder}`);
  // Another cloud may have the port of one that ended.
  const wasUp = (await readHealth(address.url))?.pid === address.pid;
  if (wasUp) await stopProcess(address.pid);
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
