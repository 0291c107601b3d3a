import type { Observation } from './observation';

/** Claim about every world, whatever happened in it. */
export interface Invariant {
  readonly name: string;
  /** Sentence of the reliability page. */
  readonly sentence: string;
  /** Returns a sentence per violation. */
  readonly violations: (observed: Observation) => readonly string[];
}

export function atTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
