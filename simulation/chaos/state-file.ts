import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod/mini';
import type { ChaosOptions } from './options';

const State = z.object({
  start: z.int(),
  seeds: z.int(),
  days: z.number(),
  /** Hash of the code that played the seeds: other code may give other results. */
  code: z.string(),
  /** All seeds from `start` up to it are played. */
  before: z.int(),
  /** Seeds from `before` on that are played, too. */
  played: z.array(z.int()),
  failed: z.array(z.int()),
});
export type State = z.infer<typeof State>;

export function newState(
  { start, seeds, days }: Pick<ChaosOptions, 'start' | 'seeds' | 'days'>,
  code: string,
): State {
  return { start, seeds, days, code, before: start, played: [], failed: [] };
}

/** State of an interrupted call with the same options and code, or a new one. */
export function readState(path: string, options: ChaosOptions, code: string): State {
  const fresh = newState(options, code);
  try {
    const known = State.parse(JSON.parse(readFileSync(path, 'utf8')));
    const { start, seeds, days } = known;
    const isSame = start === fresh.start && seeds === fresh.seeds && days === fresh.days;
    return isSame && known.code === code ? known : fresh;
  } catch {
    return fresh;
  }
}

/** Adds a seed that was played. */
export function withSeed(state: State, seed: number, isGood: boolean): State {
  const played = new Set([...state.played, seed]);
  let { before } = state;
  while (played.delete(before)) before += 1;
  const failed = isGood ? state.failed : [...state.failed, seed];
  return { ...state, before, played: [...played].sort((a, b) => a - b), failed };
}

/** Seeds that are left. */
export function seedsLeft({ start, seeds, before, played }: State): readonly number[] {
  const done = new Set(played);
  const left = Array.from({ length: start + seeds - before }, (_, index) => before + index);
  return left.filter((seed) => !done.has(seed));
}

export function seedsPlayed({ start, before, played }: State): number {
  return before - start + played.length;
}

export function writeState(path: string, state: State): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(state)}\n`);
}

export function removeState(path: string): void {
  rmSync(path, { force: true });
}
