import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Versions of Node that Lakeferry supports: the oldest of `engines`, and the newest of each LTS line. */
export const nodeVersions = ['20.19', '22', '24'];

const root = join(__dirname, '..', '..');

/** Checks per version: the unit lane, and two commands that need no cloud. */
const checks: readonly (readonly string[])[] = [
  ['cli/lakeferry.js', 'validate'],
  ['cli/lakeferry.js', 'plan'],
  ['node_modules/jest/bin/jest.js', '--selectProjects', 'unit'],
];

/** Runs all checks with the package `node` of npm, which npx downloads. Returns the failed ones. */
function runChecks(version: string): readonly string[] {
  return checks.flatMap((check) => {
    const name = `node ${version}: ${check.join(' ')}`;
    process.stdout.write(`${name}\n`);
    const { status } = spawnSync('npx', ['--yes', `node@${version}`, ...check], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    return status === 0 ? [] : [name];
  });
}

function main(): void {
  const failed = nodeVersions.flatMap(runChecks);
  if (failed.length === 0) return;
  process.stderr.write(`failed:\n${failed.join('\n')}\n`);
  process.exitCode = 1;
}

if (require.main === module) main();
