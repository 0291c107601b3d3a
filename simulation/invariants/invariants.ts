import { answeredOnce } from './answered-once';
import { deliveredEnds } from './delivered-ends';
import { dmsBudget } from './dms-budget';
import { dueTimes } from './due-times';
import type { Invariant } from './invariant';
import { keptDurations } from './kept-durations';
import { keptLoads } from './kept-loads';
import { monitoredReplications } from './monitored-replications';
import { noDenial } from './no-denial';
import { nothingLeft } from './nothing-left';
import type { Observation } from './observation';
import { oneEnd } from './one-end';
import { releasedHolds } from './released-holds';
import { oneWriter } from './one-writer';
import { trueVerdict } from './true-verdict';
import { wholeLake } from './whole-lake';

/** All invariants, in the order of the reliability page. */
export const invariants: readonly Invariant[] = [
  oneEnd,
  trueVerdict,
  dueTimes,
  nothingLeft,
  oneWriter,
  wholeLake,
  deliveredEnds,
  monitoredReplications,
  keptDurations,
  dmsBudget,
  noDenial,
  releasedHolds,
  answeredOnce,
  keptLoads,
];

export interface Violation {
  readonly invariant: string;
  readonly sentence: string;
  readonly detail: string;
}

export function checkInvariants(observed: Observation): readonly Violation[] {
  return invariants.flatMap(({ name, sentence, violations }) =>
    violations(observed).map((detail) => ({ invariant: name, sentence, detail })),
  );
}
