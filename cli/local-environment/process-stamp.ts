import { spawnSync } from 'node:child_process';
import { isRunning } from '../environment/local-cloud-address';

/** Start time of a process as `ps` prints it, which with the id identifies it. Undefined without the process or without `ps`. */
export function processStamp(pid: number): string | undefined {
  const { stdout, status } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
  });
  const startTime = status === 0 ? stdout.trim() : '';
  return startTime === '' ? undefined : startTime;
}

/** Returns true if the process with that id and stamp still runs. Without a stamp, the id alone decides. */
export function isSameProcess(pid: number, stamp: string): boolean {
  if (!isRunning(pid)) return false;
  const now = processStamp(pid);
  return stamp === '' || now === undefined || now === stamp;
}
