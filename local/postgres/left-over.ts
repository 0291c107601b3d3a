import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
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
