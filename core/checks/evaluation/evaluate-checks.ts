import type { Mode } from '../../model/mode';
import type { CheckDefinition } from '../catalogue/check-definition';
import type { CheckFinding } from '../report/check-report';
import type { CheckResults } from './engine-checks';

/** What one check came to: findings, none, or that it could not look. */
export type Outcome = readonly CheckFinding[] | { readonly skippedBecause: string };

/** One check: its definition, and what it says. */
export interface Ruling {
  readonly check: CheckDefinition;
  readonly say: () => Outcome;
}

/** Asks each check that goes with the mode; a check that could not look is never counted as passed. */
export function judgement(rulings: readonly Ruling[], mode: Mode): CheckResults {
  const findings: CheckFinding[] = [];
  const passed: string[] = [];
  const skipped: { check: string; because: string }[] = [];
  for (const { check, say } of rulings) {
    if (!check.modes.includes(mode)) continue;
    const said = say();
    if ('skippedBecause' in said) skipped.push({ check: check.id, because: said.skippedBecause });
    else if (said.length === 0) passed.push(check.id);
    else findings.push(...said);
  }
  return { findings, passed, skipped };
}
