import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownFolder } from '../../../application/own-folder';
import { Cleanup } from '../../../cli/local-environment/cleanup';
import { logRelay } from '../../../cli/local-environment/detached';
import { workFolder } from '../../../cli/local-environment/work-folder';

const gone = 2 ** 22 + 1;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lakeferry-left-over-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('a work folder ends with its cloud, and what a killed one left is removed by the next', async () => {
  const parent = join(folder, '.lakeferry');
  for (const [name, pid] of [
    ['cloud-dead', gone],
    ['cloud-alive', process.pid],
  ] as const) {
    mkdirSync(join(parent, name), { recursive: true });
    writeFileSync(join(parent, name, 'owner.json'), JSON.stringify({ pid, stamp: '' }));
  }
  mkdirSync(join(parent, 'cloud-of-an-earlier-version'));
  const cleanup = new Cleanup();
  const own = workFolder(folder, cleanup);
  expect(readdirSync(parent).sort()).toEqual(
    ['cloud-alive', 'cloud-of-an-earlier-version', own.slice(parent.length + 1)].sort(),
  );
  await cleanup.run();
  expect(existsSync(own)).toBe(false);
});

it('folders of a process end with it: a closed pipe ends a command by process.exit', () => {
  const script = `
    const { workFolder } = require('./cli/local-environment/work-folder.ts');
    const { ownFolder } = require('./application/own-folder.ts');
    const { Cleanup } = require('./cli/local-environment/cleanup.ts');
    console.log(workFolder(${JSON.stringify(folder)}, new Cleanup()));
    console.log(ownFolder('query').path);
    process.exit(0);`;
  const { stdout } = spawnSync(process.execPath, ['--require', './cli/typescript.js', '-e', script], {
    encoding: 'utf8',
  });
  const made = stdout.trim().split('\n');
  expect(made).toHaveLength(2);
  expect([...made, join(folder, '.lakeferry')].filter((path) => existsSync(path))).toEqual([]);
});

it('a temporary folder of a process that is gone is removed by the next one with the same purpose', () => {
  const left = mkdtempSync(join(tmpdir(), `lakeferry-query-${gone}-`));
  const other = mkdtempSync(join(tmpdir(), `lakeferry-query-${process.ppid}-`));
  const own = ownFolder('query');
  expect([left, other, own.path].map((path) => existsSync(path))).toEqual([false, true, true]);
  own.remove();
  expect(existsSync(own.path)).toBe(false);
  rmSync(other, { recursive: true });
});

it('local up --detach passes on the steps of the cloud as they come, without its summary', () => {
  const log = join(folder, 'local-up.log');
  const passed: string[] = [];
  const relay = logRelay(log, (line) => passed.push(line));
  writeFileSync(log, '  synthesizing the CDK app ... 1.5 s\n✓ Postgre');
  relay();
  expect(passed).toEqual(['  synthesizing the CDK app ... 1.5 s']);
  writeFileSync(
    log,
    '  synthesizing the CDK app ... 1.5 s\n✓ PostgreSQL up\n\nThe local cloud is up at x\n  psql y\n',
  );
  relay();
  relay();
  expect(passed).toEqual(['  synthesizing the CDK app ... 1.5 s', '✓ PostgreSQL up']);
});
