import './quiet-sdk';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorker } from './bundle-worker';
import { BadOption, type ChaosOptions, readOptions, usage } from './options';
import { playSeeds } from './pool';
import { failureLines, progressLine } from './report';
import { runSeed } from './run-seed';
import { readState, removeState, seedsLeft, seedsPlayed, withSeed, writeState } from './state-file';
import type { SeedSummary } from './summary';

const statePath = join('.lakeferry', 'chaos.json');
/** Seconds between two lines of progress without a terminal. */
const plainEvery = 60;

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  process.exitCode = options.log === undefined ? await playAll(options) : await replay(options, options.log);
}

/** Plays one seed in this process, and writes its whole log. */
async function replay({ start, days }: ChaosOptions, path: string): Promise<number> {
  const { violations, log, outcomes } = await runSeed(start, days);
  writeFileSync(path, `${log.join('\n')}\n`);
  console.log(`${log.length} lines in ${path}; runs: ${JSON.stringify(outcomes)}`);
  if (violations.length === 0) console.log(`seed ${start} passed`);
  else
    for (const line of failureLines({ seed: start, violations, runs: 0, lastLines: [] }, days))
      console.log(line);
  return violations.length === 0 ? 0 : 1;
}

async function playAll(options: ChaosOptions): Promise<number> {
  const { days, seeds, workers } = options;
  const bundle = await bundleWorker();
  let state = readState(statePath, options, createHash('sha256').update(readFileSync(bundle)).digest('hex'));
  const before = seedsPlayed(state);
  if (before > 0) console.log(`continuing after ${before} of ${seeds} seeds`);
  const began = performance.now();
  const progress = progressWriter();
  const show = (): void => {
    const done = seedsPlayed(state);
    const minutes = (performance.now() - began) / 60_000;
    progress.show(
      progressLine({ done, all: seeds, failed: state.failed.length, perMinute: (done - before) / minutes }),
    );
  };
  const onResult = (result: SeedSummary): boolean => {
    const isGood = result.violations.length === 0;
    state = withSeed(state, result.seed, isGood);
    writeState(statePath, state);
    if (!isGood) progress.print(failureLines(result, days));
    show();
    return isGood || !options.stop;
  };
  await playSeeds(seedsLeft(state), { workers, days, onResult, bundle });
  progress.end();
  if (seedsPlayed(state) === seeds) removeState(statePath);
  const failed = [...state.failed].sort((a, b) => a - b);
  console.log(
    failed.length === 0
      ? `${seedsPlayed(state)} seeds passed`
      : `${failed.length} of ${seedsPlayed(state)} seeds failed: ${failed.join(' ')}`,
  );
  return failed.length === 0 ? 0 : 1;
}

/** A line that is replaced on a terminal, and a line per minute elsewhere. */
function progressWriter() {
  const { stdout } = process;
  let shownAt = 0;
  return {
    show(line: string): void {
      if (stdout.isTTY) stdout.write(`\r${line}`);
      else if (performance.now() - shownAt > plainEvery * 1000) {
        shownAt = performance.now();
        console.log(line);
      }
    },
    print(lines: readonly string[]): void {
      if (stdout.isTTY) stdout.write('\r\u001b[K');
      for (const line of lines) console.log(line);
    },
    end(): void {
      if (stdout.isTTY) stdout.write('\n');
    },
  };
}

main().catch((error: unknown) => {
  console.error(error instanceof BadOption ? `${error.message}\n${usage}` : error);
  process.exitCode = 1;
});
