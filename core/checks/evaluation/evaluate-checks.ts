import type { Mode } from '../../model/mode';
import type { CheckFinding } from '../report/check-report';
import type { Check, CheckOutcome } from './check';

/** Results of several checks. A skipped check is never counted as passed. */
export interface CheckResults {
  readonly findings: readonly CheckFinding[];
  readonly passed: readonly string[];
  readonly skipped: readonly { readonly check: string; readonly because: string }[];
}

/** Evaluates the checks that apply to the mode. */
export function evaluateChecks<Source>(
  checks: readonly Check<Source>[],
  source: Source,
  mode: Mode,
): CheckResults {
  const findings: CheckFinding[] = [];
  const passed: string[] = [];
  const skipped: { check: string; because: string }[] = [];
  for (const check of checks) {
    const { id, modes } = check.definition;
    if (!modes.includes(mode)) continue;
    const outcome = outcomeOf(check, source);
    if ('skippedBecause' in outcome) skipped.push({ check: id, because: outcome.skippedBecause });
    else if (outcome.length === 0) passed.push(id);
    else findings.push(...outcome);
  }
  return { findings, passed, skipped };
}

function outcomeOf<Source>({ skip, evaluate }: Check<Source>, source: Source): CheckOutcome {
  const because = skip?.(source);
  return because === undefined ? evaluate(source) : { skippedBecause: because };
}
