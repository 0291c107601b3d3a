import { rmSync } from 'node:fs';
import { runFolder } from './run-folder';

/** jest's globalTeardown. */
export default function teardown(): void {
  const folder = runFolder();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}
