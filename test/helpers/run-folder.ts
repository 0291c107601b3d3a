import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const variable = 'LAKEFERRY_TEST_RUN_FOLDER';

/** jest's globalSetup: a folder that the suites of one run share. */
export default function setup(): void {
  const folder = mkdtempSync(join(tmpdir(), 'lakeferry-test-run-'));
  process.env[variable] = folder;
}

/** The folder of this run; undefined outside of jest. */
export function runFolder(): string | undefined {
  return process.env[variable];
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
