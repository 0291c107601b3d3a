import { removeRun, runFolder } from './run-folder';

/** globalTeardown of jest. */
export default async function teardown(): Promise<void> {
  const folder = runFolder();
  if (folder !== undefined) await removeRun(folder);
}
