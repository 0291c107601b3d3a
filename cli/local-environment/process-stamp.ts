import { spawnSync } from 'node:child_process';
import { isRunning } from '../environment/local-cloud-address';

/** When a process began, as `ps` says it: with its id it names one process for ever. Undefined without such a process, or `ps`. */
export function processStamp(pid: number): string | undefined {
  const { stdout, status } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
  });
  const said = status === 0 ? stdout.trim() : '';
  return said === '' ? undefined : said;
}

/** Whether the process of that id and stamp still runs. Where nothing says when it began its id has to do. */
export function isSameProcess(pid: number, stamp: string): boolean {
  if (!isRunning(pid)) return false;
  const now = processStamp(pid);
  return stamp === '' || now === undefined || now === stamp;
}
