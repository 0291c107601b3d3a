import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const projectRoot = join(__dirname, '..', '..');
const layer = join(projectRoot, 'layers', 'oracledb');

/**
 * Files of the package that run on Lambda, without documents, types, plug-ins and binaries for
 * other machines.
 */
const kept = ['index.js', 'lib', 'package.json', 'LICENSE.txt', 'NOTICE.txt', 'THIRD_PARTY_LICENSES.txt'];
/** Add-on of Thick mode for an architecture of Lambda. */
const addOn = (version: string, machine: string): string =>
  join('build', 'Release', `oracledb-${version}-linux-${machine}.node`);

export function oracleLayerFolder(bundles: string): string {
  return join(bundles, 'layers', 'oracledb');
}

/** Builds the layer in the layout that Lambda expects: `nodejs/node_modules/oracledb`. */
export function buildOracleLayer(bundles: string, installed: () => string = installedPackage): void {
  const from = installed();
  const to = join(oracleLayerFolder(bundles), 'nodejs', 'node_modules', 'oracledb');
  mkdirSync(to, { recursive: true });
  const version = lockedVersion();
  for (const file of [...kept, addOn(version, 'arm64'), addOn(version, 'x64')])
    if (existsSync(join(from, file))) cpSync(join(from, file), join(to, file), { recursive: true });
}

/**
 * Folder of the package in the version of the layer's lock file. `npm ci` of the repository has
 * installed it already, with the same checksum (a test compares them), so synthesis needs no
 * network. If another version is installed, npm installs this one.
 */
function installedPackage(): string {
  const version = lockedVersion();
  const own = join(projectRoot, 'node_modules', 'oracledb');
  if (versionOf(own) === version) return own;
  return join(installed(), 'node_modules', 'oracledb');
}

/**
 * Installs the package by the layer's lock file, once per content of that file, and returns the
 * folder.
 */
export function installed(
  cache = join(projectRoot, 'node_modules', '.cache', 'lakeferry'),
  npm: (folder: string) => void = npmCi,
): string {
  const lock = readFileSync(join(layer, 'package-lock.json'));
  const folder = join(cache, `oracledb-${createHash('sha256').update(lock).digest('hex').slice(0, 16)}`);
  if (existsSync(folder)) return folder;
  const building = `${folder}.${process.pid}`;
  rmSync(building, { recursive: true, force: true });
  mkdirSync(building, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) cpSync(join(layer, file), join(building, file));
  npm(building);
  // Renamed when complete, so that a killed synthesis leaves no folder of this name.
  try {
    renameSync(building, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(building, { recursive: true, force: true });
  }
  return folder;
}

function npmCi(folder: string): void {
  execFileSync('npm', ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function lockedVersion(): string {
  const version = versionOf(layer, 'package-lock.json');
  if (version === undefined)
    throw new Error(
      'layers/oracledb/package-lock.json has no version of oracledb: run npm install in layers/oracledb',
    );
  return version;
}

function versionOf(folder: string, file = 'package.json'): string | undefined {
  const path = join(folder, file);
  if (!existsSync(path)) return undefined;
  const read: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const entry =
    file === 'package.json' ? read : memberOf(memberOf(read, 'packages'), 'node_modules/oracledb');
  const version = memberOf(entry, 'version');
  return typeof version === 'string' ? version : undefined;
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && key in value ? Reflect.get(value, key) : undefined;
}
