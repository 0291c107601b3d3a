import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Folder of this process in the system's temporary folder. */
export interface OwnFolder {
  readonly path: string;
  remove(): void;
}

/**
 * Creates a temporary folder that ends with this process. Its name has the id of the process, so that the next call removes what a
 * killed process left.
 */
export function ownFolder(purpose: string): OwnFolder {
  const prefix = `lakeferry-${purpose}-`;
  removeLeftOver(prefix);
  const path = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  const remove = (): void => {
    process.removeListener('exit', remove);
    rmSync(path, { recursive: true, force: true });
  };
  process.once('exit', remove);
  return { path, remove };
}

function removeLeftOver(prefix: string): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = name.startsWith(prefix) ? /^(\d+)-/.exec(name.slice(prefix.length))?.[1] : undefined;
    if (pid !== undefined && isGone(Number(pid))) removeQuietly(join(tmpdir(), name));
  }
}

/** That of another account stays. */
function removeQuietly(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // Its owner removes it.
  }
}

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return typeof error === 'object' && error !== null && Reflect.get(error, 'code') === 'ESRCH';
  }
}
