import { execFile, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { transformSync } from 'esbuild';
import { checkDocument } from '../helpers/json-output';

const root = join(__dirname, '..', '..');
const launcher = join(root, 'cli', 'lakeferry.js');
const ensureInstalled = join(root, 'cli', 'ensure-installed.js');

/** Packages, and files of the repository, that a command loads. */
function loadedBy(...args: readonly string[]): { packages: readonly string[]; own: readonly string[] } {
  const report = join(__dirname, '..', 'helpers', 'report-loaded.js');
  const { stderr } = spawnSync(process.execPath, ['--require', report, launcher, ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  const loaded: readonly string[] = JSON.parse(stderr);
  const names = loaded.flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
  return {
    packages: [...new Set(names)].filter((name) => !['tsx', 'esbuild'].includes(name)).sort(),
    own: loaded.filter((path) => path.endsWith('.ts')).map((path) => relative(root, path)),
  };
}

describe('the launcher', () => {
  it('runs the command in a plain node', () => {
    const { stdout, status } = spawnSync(process.execPath, [launcher, 'validate', '--json'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ valid: true });
  });

  it('prints the version', () => {
    const { stdout } = spawnSync(process.execPath, [launcher, '--version'], { cwd: root, encoding: 'utf8' });
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(stdout).toBe(`${version}\n`);
  });

  it('prints --help without loading what commands need', () => {
    const { packages, own } = loadedBy('--help');
    expect(packages).toEqual(['commander', 'picocolors']);
    expect(own.filter((path) => !path.startsWith('cli/'))).toEqual(['core/model/lakeferry-version.ts']);
    expect(own.filter((path) => /^cli\/commands\/\w+\/.*(?<!\/command)\.ts$/.test(path))).toEqual([]);
  });

  it('validates without loading the SDK, the CDK, a database driver or the planning', () => {
    const { packages, own } = loadedBy('validate');
    expect(packages).toEqual(['commander', 'fastest-levenshtein', 'luxon', 'picocolors', 'yaml', 'zod']);
    const rooms = ['core/planning', 'core/checks', 'core/runs', 'aws', 'functions', 'local', 'demo'];
    expect(own.filter((path) => rooms.some((room) => path.startsWith(`${room}/`)))).toEqual([]);
    expect(own.filter((path) => path.startsWith('infra/'))).toEqual(['infra/read-config-folder.ts']);
    expect(own.filter((path) => /^cli\/commands\/\w+\/command\.ts$/.test(path))).toEqual([
      'cli/commands/validate/command.ts',
    ]);
  });

  it('accepts a reader that closes the pipe early', () => {
    const { stdout, stderr, status } = spawnSync(
      'bash',
      ['-c', `set -o pipefail; "${process.execPath}" "${launcher}" plan --json | head -1`],
      { cwd: root, encoding: 'utf8' },
    );
    expect({ stdout, stderr, status }).toEqual({ stdout: '{\n', stderr: '', status: 0 });
  });
});

describe('on an old Node', () => {
  const files = ['lakeferry.js', 'ensure-installed.js', 'check-node.js'];

  it.each(files)('%s has only syntax that every Node reads', (file) => {
    const text = readFileSync(join(root, 'cli', file), 'utf8');
    // Both print `fix: fix`, which is as old as JavaScript.
    const options = { logLevel: 'silent', supported: { 'object-extensions': false } } as const;
    expect(transformSync(text, { ...options, target: 'es5' }).code).toBe(transformSync(text, options).code);
  });

  it.each(['lakeferry.js', 'ensure-installed.js'])(
    '%s names the version that is needed, and no stack',
    (file) => {
      const folder = mkdtempSync(join(tmpdir(), 'lakeferry-old-node-'));
      const old = join(folder, 'old.js');
      writeFileSync(old, `Object.defineProperty(process, 'versions', { value: { node: '12.22.12' } });`);
      const run = (...args: string[]) =>
        spawnSync(process.execPath, ['--require', old, join(root, 'cli', file), ...args], {
          encoding: 'utf8',
        });
      expect(run('plan')).toMatchObject({
        status: 1,
        stdout: '',
        stderr:
          'lakeferry needs Node.js 20.19 or newer: this is 12.22.12; install a newer one, such as with "nvm install" in the folder of lakeferry\n',
      });
      checkDocument(run('plan', '--json').stderr);
      rmSync(folder, { recursive: true });
    },
  );
});

it('a fresh clone is installed before the first command, as npm scripts do', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lakeferry-clone-'));
  try {
    cpSync(join(root, 'cli'), join(folder, 'cli'), { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"name":"x","version":"1.0.0"}');
    const packages = { '': { name: 'x', version: '1.0.0' } };
    const lock = { name: 'x', version: '1.0.0', lockfileVersion: 3, requires: true, packages };
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock));
    const { status, stderr } = spawnSync(process.execPath, [join(folder, 'cli/lakeferry.js'), 'plan'], {
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringMatching(
        /^node_modules is missing: installing with npm ci[\s\S]*\nnode_modules is incomplete: remove it, and run npm ci\n$/,
      ),
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

describe('ensure-installed', () => {
  let folder: string;
  const run = promisify(execFile);
  const ensure = () => run(process.execPath, [ensureInstalled, folder]);
  const lock = (version: string): void => {
    const whole = {
      name: 'x',
      version,
      lockfileVersion: 3,
      requires: true,
      packages: { '': { name: 'x', version } },
    };
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'x', version }));
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(whole));
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lakeferry-install-'));
    lock('1.0.0');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('installs what is missing with a message on stderr, and is silent the next time', async () => {
    const first = await ensure();
    expect(first.stdout).toBe('');
    expect(first.stderr).toContain('node_modules is missing: installing with npm ci');
    expect(await ensure()).toMatchObject({ stdout: '', stderr: '' });
  });

  it('takes what was installed by hand if it is what the lock file names', async () => {
    mkdirSync(join(folder, 'node_modules'));
    writeFileSync(
      join(folder, 'node_modules/.package-lock.json'),
      readFileSync(join(folder, 'package-lock.json')),
    );
    expect(await ensure()).toMatchObject({ stderr: '' });
  });

  it('installs again when the lock file names what is not there', async () => {
    const dependencies = { gone: 'file:gone.tgz' };
    const packages = {
      '': { name: 'x', version: '1.0.0', dependencies },
      'node_modules/gone': { version: '1.2.3', resolved: 'file:gone.tgz' },
    };
    mkdirSync(join(folder, 'node_modules'));
    writeFileSync(join(folder, 'node_modules/.package-lock.json'), JSON.stringify({ packages: {} }));
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ name: 'x', version: '1.0.0', dependencies }),
    );
    writeFileSync(
      join(folder, 'package-lock.json'),
      JSON.stringify({ name: 'x', lockfileVersion: 3, packages }),
    );
    // npm fails, because there is no such file: it must be called, and its failure reported.
    await expect(ensure()).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/older than package-lock.json \(gone\)[\s\S]*npm ci failed/),
    });
  });

  it('installs again when a workspace is not linked', async () => {
    const packages = {
      '': { name: 'x', version: '1.0.0', workspaces: ['inner'] },
      inner: { name: 'y', version: '1.0.0' },
      'node_modules/y': { resolved: 'inner', link: true },
    };
    mkdirSync(join(folder, 'node_modules'));
    mkdirSync(join(folder, 'inner'));
    writeFileSync(join(folder, 'inner/package.json'), JSON.stringify({ name: 'y', version: '1.0.0' }));
    writeFileSync(join(folder, 'node_modules/.package-lock.json'), JSON.stringify({ packages }));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...packages[''], private: true }));
    writeFileSync(
      join(folder, 'package-lock.json'),
      JSON.stringify({ name: 'x', version: '1.0.0', lockfileVersion: 3, requires: true, packages }),
    );
    expect((await ensure()).stderr).toContain('node_modules lacks the workspace inner');
    expect(existsSync(join(folder, 'node_modules/y/package.json'))).toBe(true);
    expect(await ensure()).toMatchObject({ stderr: '' });
  });

  it('two at once: one installs, the other waits for it', async () => {
    const both = await Promise.all([ensure(), ensure()]);
    expect(both.filter(({ stderr }) => stderr.includes('installing with npm ci'))).toHaveLength(1);
  });

  it('does not wait for a process that died while it installed', async () => {
    mkdirSync(join(folder, '.lakeferry/installing'), { recursive: true });
    writeFileSync(join(folder, '.lakeferry/installing/pid'), String(2 ** 22 + 1));
    expect((await ensure()).stderr).toContain('installing with npm ci');
  });
});
