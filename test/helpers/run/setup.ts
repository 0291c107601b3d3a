import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeRunFolder, removeDeadRuns } from './run-folder';
import { temporaryFolder } from './temporary-folder';

/**
 * globalSetup of jest: a folder that the files of one run share. Whatever a test puts into the system's temporary folder is in
 * there, so that the end of the run, or the next run, can remove what a killed test left.
 */
export default async function setup(): Promise<void> {
  const temporary = tmpdir();
  const parent = temporaryFolder();
  for (const place of new Set([temporary, parent])) await removeDeadRuns(place);
  const folder = makeRunFolder(parent);
  Object.assign(process.env, {
    TMPDIR: folder,
    LAKEFERRY_TEST_RUN_FOLDER: folder,
    // Made once on this machine, not in each run.
    LAKEFERRY_CODE_CACHE: join(folder, 'code-cache'),
    LAKEFERRY_POSTGRES_CACHE: process.env['LAKEFERRY_POSTGRES_CACHE'] ?? temporary,
  });
}
