import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isFirst } from './run-folder';

/**
 * Folder of the run that `make` fills once, for all files of tests. Who comes second waits; who comes first and fails leaves word of
 * it, and everybody fails.
 */
export async function madeOnce(
  run: string,
  name: string,
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const [folder, done] = [join(run, name), join(run, `${name}-done`)];
  if (isFirst(folder))
    await make(folder).then(
      () => writeFileSync(done, ''),
      (cause: unknown) => {
        writeFileSync(done, String(cause));
        throw cause;
      },
    );
  while (!existsSync(done)) await pause(50);
  const failure = readFileSync(done, 'utf8');
  if (failure !== '') throw new Error(failure);
  return folder;
}
