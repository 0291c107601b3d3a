import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

/** Options of `npm run chaos`. */
export interface ChaosOptions {
  readonly start: number;
  readonly seeds: number;
  /** Days of each seed; 0.25 are six hours. */
  readonly days: number;
  readonly workers: number;
  /** End at the first failing seed. */
  readonly stop: boolean;
  /** File for the whole log of one seed. */
  readonly log?: string;
}

export class BadOption extends Error {
  override readonly name = 'BadOption';
}

export const usage =
  'npm run chaos -- [--seeds N] [--start S] [--days D] [--workers W] [--stop] [--log FILE]';

/** @throws BadOption */
export function readOptions(args: readonly string[]): ChaosOptions {
  const { values } = parsed(args);
  const seeds = whole('seeds', values.seeds ?? '100', 1);
  const options: ChaosOptions = {
    seeds,
    start: whole('start', values.start ?? '1', 0),
    days: days(values.days ?? '1'),
    workers: Math.min(seeds, whole('workers', values.workers ?? String(availableParallelism()), 1)),
    stop: values.stop ?? false,
  };
  if (values.log === undefined) return options;
  if (seeds !== 1) throw new BadOption('--log is for one seed: add --seeds 1');
  return { ...options, log: values.log };
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = {
    seeds: text,
    start: text,
    days: text,
    workers: text,
    log: text,
    stop: { type: 'boolean' },
  } as const;
  try {
    return parseArgs({ args: [...args], options });
  } catch (error) {
    throw new BadOption(error instanceof Error ? error.message : String(error));
  }
}

function whole(name: string, text: string, least: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least) return value;
  throw new BadOption(`--${name} ${text} is not a whole number from ${least} on`);
}

/** Shortest time in which schedules, faults and their ends have room. */
const fewestDays = 0.04;

function days(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value >= fewestDays) return value;
  throw new BadOption(`--days ${text} is not a number from ${fewestDays} on`);
}
