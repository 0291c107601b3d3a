import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { temporaryFolder } from './temporary-folder';

test('an own TMPDIR is obeyed, and where no file system is in memory the system’s folder is taken', () => {
  expect(temporaryFolder({ TMPDIR: '/anywhere' })).toBe(tmpdir());
  expect(temporaryFolder({}, join(mkdtempSync(join(tmpdir(), 'lakeferry-test-')), 'none'))).toBe(tmpdir());
});
