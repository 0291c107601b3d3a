import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** Lanes in the order in which `npm test` begins them: the longest files come first, so that no worker ends alone. */
export const lanes = ['whole', 'local', 'unit'] as const;
export type Lane = (typeof lanes)[number];

/**
 * Imports that keep a file out of the unit lane: a process, a browser, a database server, a whole cloud, a synthesis. Written as the end of
 * a specifier.
 */
const slow = [
  'node:child_process',
  'playwright-core',
  'bench/console/launch-browser',
  '@lakeferry/local-cloud',
  '@lakeferry/local-cloud/postgres',
  'infra/add-stacks',
  'infra/cdk-app',
  'cli/local-environment/synthesize',
];

/** Test files below `folder` by lane, as paths relative to it. */
export function testsByLane(folder: string): Readonly<Record<Lane, readonly string[]>> {
  const found: Record<Lane, string[]> = { whole: [], local: [], unit: [] };
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  for (const name of names.filter((one) => one.endsWith('.test.ts')).sort()) {
    const path = join(folder, name);
    found[laneOf(relative(folder, path), () => isSlow(path, folder))].push(name.split(sep).join('/'));
  }
  return found;
}

function laneOf(path: string, needsMore: () => boolean): Lane {
  const [room = ''] = path.split(sep);
  if (room === 'local') return 'local';
  // Functions run against emulated services, some of them thousands of times.
  return ['functions', 'whole'].includes(room) || needsMore() ? 'whole' : 'unit';
}

/** True when the file, or a file of the tests that it imports, imports something slow. */
function isSlow(path: string, folder: string, seen: Set<string> = new Set()): boolean {
  if (seen.has(path)) return false;
  seen.add(path);
  return importsOf(path).some((specifier) => {
    if (slow.some((end) => specifier.endsWith(end))) return true;
    const imported = join(path, '..', `${specifier}.ts`);
    const isOfTests = specifier.startsWith('.') && imported.startsWith(`${folder}${sep}`);
    return isOfTests && existsSync(imported) && isSlow(imported, folder, seen);
  });
}

/** Specifiers of the static imports that are there at run time. */
function importsOf(path: string): string[] {
  const matches = readFileSync(path, 'utf8').matchAll(
    /^(?:import|export)\s(?!type\b)(?:[\w$*{},\s]+?\sfrom\s)?['"]([^'"]+)['"]/gm,
  );
  return [...matches].map(([, specifier = '']) => specifier);
}
