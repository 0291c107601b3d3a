import { rmSync } from 'node:fs';
import { readHealth } from '@lakeferry/local-cloud/health';
import {
  addressFile,
  type LocalCloudAddress,
  readAddress,
  writeNewAddress,
} from '../environment/local-cloud-address';
import { type CommandError, wrongUse } from '../errors/exit-codes';
import type { Shell } from '../shell';

/** Throws when a local cloud is up in the folder: a folder has one cloud, which every command finds by its address. */
export async function refuseSecond({ workingFolder }: Pick<Shell, 'workingFolder'>): Promise<void> {
  const address = readAddress(workingFolder);
  if (address !== undefined && (await isUp(address))) throw secondCloud(address);
}

/** Writes the address of a cloud that was started. Throws when another one has come up meanwhile, which keeps its address. */
export async function claimAddress(workingFolder: string, address: LocalCloudAddress): Promise<void> {
  while (!writeNewAddress(workingFolder, address)) {
    const other = readAddress(workingFolder);
    if (other !== undefined && (await isUp(other))) throw secondCloud(other);
    rmSync(addressFile(workingFolder), { force: true });
  }
}

async function isUp({ url, pid }: LocalCloudAddress): Promise<boolean> {
  return (await readHealth(url))?.pid === pid;
}

function secondCloud({ url, pid }: LocalCloudAddress): CommandError {
  return wrongUse(`a local cloud is up in this folder already, at ${url} (process ${pid})`, {
    fix: 'use it, or run "lakeferry local down" first',
  });
}
