import { drawScenario } from '../scenario/draw-scenario';
import type { Scenario } from '../scenario/scenario';
import { checkInvariants, type Violation } from '../invariants/invariants';
import { PlayedScenario } from './played-scenario';

/** Result of one seed. */
export interface SeedResult {
  readonly seed: number;
  readonly violations: readonly Violation[];
  /** Runs in the history, and calls, for people. */
  readonly runs: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly log: readonly string[];
}

/** Plays the scenario of a seed and checks the invariants. An error of the simulation itself is a violation, too. */
export async function runSeed(seed: number, days = 1): Promise<SeedResult> {
  return playScenario(drawScenario(seed, days));
}

export async function playScenario(scenario: Scenario): Promise<SeedResult> {
  const played = await PlayedScenario.open(scenario);
  try {
    await played.play();
    const observed = await played.observe();
    const outcomes: Record<string, number> = {};
    for (const { record } of observed.runs) {
      const outcome = record.verdict?.outcome ?? 'open';
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    }
    const violations = checkInvariants(observed);
    return { seed: scenario.seed, violations, runs: observed.runs.length, outcomes, log: played.log };
  } catch (error) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const violation = { invariant: 'simulation', sentence: 'The simulation itself works.', detail };
    return { seed: scenario.seed, violations: [violation], runs: 0, outcomes: {}, log: played.log };
  } finally {
    await played.close();
  }
}
