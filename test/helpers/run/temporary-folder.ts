import { accessSync, constants, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';

const memory = '/dev/shm';
/** What a run needs at most, in bytes, several times over: thousands of small files, removed by the tests that made them. */
const enough = 6 * 2 ** 30;

/**
 * Folder for the folder of a run: the file system in memory, where there is one with much space. A disk takes a second of processor
 * time for the files of one database server. TMPDIR, where it is set, is obeyed.
 */
export function temporaryFolder(environment: NodeJS.ProcessEnv = process.env, inMemory = memory): string {
  if (environment['TMPDIR'] !== undefined) return tmpdir();
  try {
    accessSync(inMemory, constants.W_OK);
    const { bavail, bsize } = statfsSync(inMemory);
    return bavail * bsize >= enough ? inMemory : tmpdir();
  } catch {
    // Only Linux has it.
    return tmpdir();
  }
}
