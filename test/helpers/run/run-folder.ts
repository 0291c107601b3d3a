import { execFile } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const prefix = 'lakeferry-test-run-';
const owner = 'owner.pid';

/** The folder of this run; undefined outside of jest. */
export function runFolder(): string | undefined {
  return process.env['LAKEFERRY_TEST_RUN_FOLDER'];
}

/** True for the one that is first to ask, in whichever process. */
export function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (cause) {
    // An error of the file system is no Error of jest's own realm.
    if (existsSync(folder)) return false;
    throw cause;
  }
}

/** Makes the folder of a run of this process, open as /tmp is: database servers run as an account of their own. */
export function makeRunFolder(parent: string): string {
  const folder = mkdtempSync(join(parent, prefix));
  chmodSync(folder, 0o1777);
  writeFileSync(join(folder, owner), String(process.pid));
  return folder;
}

/** Removes the folders of runs whose process is gone, and ends the servers that they left. */
export async function removeDeadRuns(parent: string): Promise<void> {
  const folders = readdirSync(parent).filter((name) => name.startsWith(prefix));
  for (const folder of folders.map((name) => join(parent, name)))
    if (!isAlive(folder)) await removeRun(folder);
}

/** Ends every process that works in the folder of a run, and removes the folder. */
export async function removeRun(folder: string): Promise<void> {
  for (const pid of await processesIn(folder)) end(pid);
  while ((await processesIn(folder)).length > 0) await pause(20);
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** False only where the folder names a process that is gone: one without a name is being made. */
function isAlive(folder: string): boolean {
  const path = join(folder, owner);
  if (!existsSync(path)) return true;
  try {
    process.kill(Number(readFileSync(path, 'utf8')), 0);
    return true;
  } catch {
    return false;
  }
}

/** Ids of the processes that name the folder on their command line: servers on a data folder in it, clouds, scripts. */
async function processesIn(folder: string): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-axww', '-o', 'pid=,args='], { maxBuffer: 2 ** 26 });
  const lines = stdout.split('\n').filter((line) => line.includes(`${folder}/`));
  return lines.map((line) => Number.parseInt(line, 10)).filter((pid) => pid !== process.pid);
}

/** SIGQUIT: PostgreSQL's immediate shutdown, which takes its backends along. */
function end(pid: number): void {
  try {
    process.kill(pid, 'SIGQUIT');
  } catch {
    // Gone in the meantime.
  }
}
