import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isFirst, makeRunFolder, removeDeadRuns, removeRun } from './run-folder';

const parent = mkdtempSync(join(tmpdir(), 'lakeferry-runs-'));
afterAll(() => rmSync(parent, { recursive: true, force: true }));

test('what a dead run left is ended and removed; what a living one uses stays', async () => {
  const living = makeRunFolder(parent);
  const dead = makeRunFolder(parent);
  writeFileSync(join(dead, 'owner.pid'), String(spawnSync(process.execPath, ['-e', '0']).pid));
  mkdirSync(join(dead, 'data'));
  const server = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', join(dead, 'data')]);
  const ended = new Promise<NodeJS.Signals | null>((resolve) =>
    server.once('exit', (_code, signal) => resolve(signal)),
  );
  await removeDeadRuns(parent);
  expect(await ended).toBe('SIGQUIT');
  expect([existsSync(dead), existsSync(living)]).toEqual([false, true]);
  await removeRun(living);
  expect(existsSync(living)).toBe(false);
});

test('one is first', () => {
  const folder = join(parent, 'once');
  expect([isFirst(folder), isFirst(folder), isFirst(folder)]).toEqual([true, false, false]);
});
