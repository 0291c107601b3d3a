import type { CheckDefinition } from '../catalogue/check-definition';
import type { CheckFinding, Severity } from './check-report';

/** A finding in the words of its definition; `severity` where the evidence weighs otherwise. */
export function finding(
  definition: CheckDefinition,
  found: string,
  more: Partial<Pick<CheckFinding, 'schema' | 'table' | 'column' | 'fix'>> & {
    readonly severity?: Severity;
  } = {},
): CheckFinding {
  return {
    check: definition.id,
    severity: definition.severity,
    found,
    why: definition.why,
    source: definition.source,
    ...more,
  };
}
