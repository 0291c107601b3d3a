import type { Mode } from '../model/mode';
import type { CheckDefinition, CheckFinding } from './check';
import type { Judgement } from './engine';

/** What one check came to: findings, none, or that it could not look. */
export type Outcome = readonly CheckFinding[] | { readonly cannotLook: string };

/** One check: its definition, and what it says. */
export interface Ruling {
  readonly check: CheckDefinition;
  readonly say: () => Outcome;
}

/** Asks each check that goes with the mode; a check that could not look is never counted as passed. */
export function judgement(rulings: readonly Ruling[], mode: Mode): Judgement {
  const findings: CheckFinding[] = [];
  const passed: string[] = [];
  const skipped: { check: string; because: string }[] = [];
  for (const { check, say } of rulings) {
    if (!check.modes.includes(mode)) continue;
    const said = say();
    if ('cannotLook' in said) skipped.push({ check: check.id, because: said.cannotLook });
    else if (said.length === 0) passed.push(check.id);
    else findings.push(...said);
  }
  return { findings, passed, skipped };
}
