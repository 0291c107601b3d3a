import type { Violation } from '../invariants/invariants';
import { runSeed } from './run-seed';

/** Result of a seed as a worker reports it. */
export interface SeedSummary {
  readonly seed: number;
  readonly violations: readonly Violation[];
  readonly runs: number;
  /** End of the log of a failing seed. */
  readonly lastLines: readonly string[];
}

const lastLines = 15;

export async function summarizeSeed(seed: number, days: number): Promise<SeedSummary> {
  const { violations, runs, log } = await runSeed(seed, days);
  return { seed, violations, runs, lastLines: violations.length === 0 ? [] : log.slice(-lastLines) };
}
