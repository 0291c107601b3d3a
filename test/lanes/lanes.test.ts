import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { testsByLane } from './lanes';

const folder = mkdtempSync(join(tmpdir(), 'lakeferry-test-lanes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

test('a file is in the lane of its folder, and in whole when it or a helper of it needs a server, a process or a synthesis', () => {
  write({
    'helpers/database.ts': "import { startPostgres } from '@lakeferry/local-cloud/postgres';",
    'helpers/rows.ts': "import { useDatabase } from './database';",
    'helpers/loop.ts':
      "import './loop';\nexport function isProcess(name: string) {\n  return name === 'node:child_process';\n}",
    'core/plain.test.ts': "import type { Server } from '../helpers/database';\nimport '../helpers/loop';",
    'core/rows.test.ts': "import {\n  rows,\n} from '../helpers/rows';",
    'cli/process.test.ts': "import { spawn } from 'node:child_process';",
    'local/process.test.ts': "import { spawn } from 'node:child_process';",
    'functions/plain.test.ts': '',
    'whole/plain.test.ts': '',
    'infra/stack.test.ts': "import { addStacks } from '../../infra/add-stacks';",
  });
  expect(testsByLane(folder)).toEqual({
    unit: ['core/plain.test.ts'],
    local: ['local/process.test.ts'],
    whole: [
      'cli/process.test.ts',
      'core/rows.test.ts',
      'functions/plain.test.ts',
      'infra/stack.test.ts',
      'whole/plain.test.ts',
    ],
  });
});

test('what starts servers in this repository is still recognized', () => {
  const { unit, whole } = testsByLane(join(__dirname, '..'));
  const byFolder = (paths: readonly string[]) => new Set(paths.map((path) => dirname(path)));
  for (const room of ['demo/database', 'functions/load-csv', 'infra', 'core/checks/postgres'])
    expect(byFolder(whole)).toContain(room);
  for (const room of ['demo/database', 'functions/load-csv', 'core/checks/postgres'])
    expect(byFolder(unit)).not.toContain(room);
  expect(unit.length).toBeGreaterThan(whole.length);
});
