import type { RunSummary } from './run-summary';

/** Places the attempts of a run one after the other, at the place of the newest. `runs` are newest first. */
export function groupAttempts(runs: readonly RunSummary[]): readonly RunSummary[] {
  const groups = new Map<string, RunSummary[]>();
  for (const run of runs) {
    const first = run.firstAttempt ?? run.run;
    groups.set(first, [...(groups.get(first) ?? []), run]);
  }
  return [...groups.values()].flat();
}
