import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { lakeferryFolder } from '../environment/local-cloud-address';
import type { Cleanup } from './cleanup';
import { isSameProcess, processStamp } from './process-stamp';

const prefix = 'cloud-';
const ownerName = 'owner.json';
const Owner = z.object({ pid: z.int().check(z.positive()), stamp: z.string() });

/**
 * Creates the folder of a local cloud whose data is not kept. It ends with this process, also when a closed pipe ends it. What a
 * killed process left is removed by the next one.
 */
export function workFolder(workingFolder: string, cleanup: Cleanup): string {
  const parent = join(workingFolder, lakeferryFolder);
  mkdirSync(parent, { recursive: true });
  removeLeftOver(parent);
  const folder = mkdtempSync(join(parent, prefix));
  writeFileSync(
    join(folder, ownerName),
    JSON.stringify({ pid: process.pid, stamp: processStamp(process.pid) ?? '' }),
  );
  const remove = (): void => {
    process.removeListener('exit', remove);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    removeEmpty(parent);
  };
  process.once('exit', remove);
  cleanup.add(remove);
  return folder;
}

/** A folder without an owner is being made, or is of an earlier version. */
function removeLeftOver(parent: string): void {
  for (const name of readdirSync(parent).filter((one) => one.startsWith(prefix))) {
    const owner = readOwner(join(parent, name));
    if (owner !== undefined && !isSameProcess(owner.pid, owner.stamp))
      rmSync(join(parent, name), { recursive: true, force: true });
  }
}

function readOwner(folder: string): z.infer<typeof Owner> | undefined {
  try {
    return Owner.parse(JSON.parse(readFileSync(join(folder, ownerName), 'utf8')));
  } catch {
    return undefined;
  }
}

/** Fails while it holds an address, or the folder of another process. */
function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Something else is in there.
  }
}
