import { createHash } from 'node:crypto';
import type { Violation } from '../invariants/invariants';
import { runSeed } from './run-seed';

/** Result of a seed as a worker reports it. */
export interface SeedSummary {
  readonly seed: number;
  readonly violations: readonly Violation[];
  readonly runs: number;
  /** SHA-256 of the log: equal logs have equal ones. */
  readonly logDigest: string;
  /** End of the log of a failing seed. */
  readonly lastLines: readonly string[];
}

const lastLines = 15;

export async function summarizeSeed(seed: number, days: number): Promise<SeedSummary> {
  const { violations, runs, log } = await runSeed(seed, days);
  const logDigest = createHash('sha256').update(log.join('\n')).digest('hex');
  return {
    seed,
    violations,
    runs,
    logDigest,
    lastLines: violations.length === 0 ? [] : log.slice(-lastLines),
  };
}
