import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

const repository = join(__dirname, '..', '..', '..');
const sources = join(repository, 'console', 'web');
/** Addresses of pages, which messages have, too. */
const addresses = join(repository, 'core', 'pages');

export interface PagesOptions {
  /** Folder of builds, by the hash of their sources. */
  readonly builds?: string;
  /** Called when a build begins, which takes seconds. */
  readonly onBuild?: () => void;
}

export class PagesNotBuilt extends Error {
  override readonly name = 'PagesNotBuilt';
}

/** Returns the folder of the built pages. They are built when their sources have changed since, without a network. */
export async function builtPages({
  builds = join(repository, '.lakeferry', 'console'),
  onBuild = () => undefined,
}: PagesOptions = {}): Promise<string> {
  const hash = hashOfSources();
  const folder = join(builds, hash);
  if (existsSync(join(folder, 'index.html'))) return folder;
  onBuild();
  mkdirSync(builds, { recursive: true });
  const draft = join(builds, `${hash}.${process.pid}`);
  await build(draft);
  try {
    renameSync(draft, folder);
  } catch (error) {
    // Another process has built the same sources.
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(join(folder, 'index.html'))) throw error;
  }
  removeOld(builds, hash);
  return folder;
}

/** Removes builds that are older than a week. */
function removeOld(builds: string, hash: string): void {
  const before = Date.now() - 7 * 86_400_000;
  for (const name of readdirSync(builds))
    if (name !== hash && statSync(join(builds, name)).mtimeMs < before)
      rmSync(join(builds, name), { recursive: true, force: true });
}

/** Sources of the pages, how they are built, and versions of all packages. */
function hashOfSources(): string {
  const hash = createHash('sha256');
  const files = [sources, addresses]
    .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of [...files, __filename, join(repository, 'package-lock.json')])
    hash.update(relative(repository, file)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex').slice(0, 16);
}

/** In a process of its own, so that the build's memory is free afterwards. */
async function build(outDir: string): Promise<void> {
  const vite = join(repository, 'node_modules', 'vite', 'bin', 'vite.js');
  if (!existsSync(vite))
    throw new PagesNotBuilt(
      `the pages cannot be built: run npm ci in ${repository} with its development packages`,
    );
  const options = ['--config', join(sources, 'vite.config.mjs'), '--outDir', outDir, '--logLevel', 'error'];
  const child = spawn(process.execPath, [vite, 'build', ...options], {
    cwd: repository,
    // In any other mode, the script would need the development build of React.
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
    });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code === 0) return;
  rmSync(outDir, { recursive: true, force: true });
  throw new PagesNotBuilt(`the pages could not be built:\n${output.trim()}`);
}
