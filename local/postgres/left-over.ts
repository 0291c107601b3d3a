import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const patienceMilliseconds = 30_000;

/**
 * Stops the server that a killed process left running on `dataFolder`. It survives because it is in a process
 * group of its own. Its process ID is in postmaster.pid
 * (https://www.postgresql.org/docs/current/storage-file-layout.html). Another process that has that ID now is
 * not touched.
 */
export async function endLeftOver(dataFolder: string): Promise<void> {
  const pid = readPid(dataFolder);
  if (pid === undefined) return;
  const isOurs = (): boolean => commandOf(pid).includes(dataFolder);
  if (!isOurs()) return;
  process.kill(pid, 'SIGINT');
  for (const until = Date.now() + patienceMilliseconds; isOurs(); await pause(50))
    if (Date.now() > until)
      throw new Error(`the PostgreSQL server ${pid} on ${dataFolder} did not stop; run kill -QUIT ${pid}`);
}

/**
 * Removes the temporary data folders of processes that are gone, with their servers. The id of its process follows the prefix in
 * the name of a folder.
 */
export async function removeLeftOver(prefix: string): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const pid = name.startsWith(prefix) ? /^(\d+)-/.exec(name.slice(prefix.length))?.[1] : undefined;
    if (pid === undefined || !isGone(Number(pid))) continue;
    // That of another account stays.
    await removeWithServer(join(tmpdir(), name)).catch(() => undefined);
  }
}

async function removeWithServer(folder: string): Promise<void> {
  await endLeftOver(folder);
  await rm(folder, { recursive: true, force: true });
}

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return typeof error === 'object' && error !== null && Reflect.get(error, 'code') === 'ESRCH';
  }
}

function readPid(dataFolder: string): number | undefined {
  try {
    const pid = Number(readFileSync(join(dataFolder, 'postmaster.pid'), 'utf8').split('\n')[0]);
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

function commandOf(pid: number): string {
  const { stdout } = spawnSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout ?? '';
}
