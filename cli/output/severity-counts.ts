import { type CheckFinding, type Severity, severities } from '../../core/checks/report/check-report';
import { plural } from './quantities';

/** Findings, the most severe first. */
export function bySeverity<Finding extends Pick<CheckFinding, 'severity'>>(
  findings: readonly Finding[],
): readonly Finding[] {
  return [...findings].sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
}

/** `2 errors`, `1 warning`, `3 notes`: those that there are, by severity. */
export function severityCounts(
  findings: readonly Pick<CheckFinding, 'severity'>[],
): readonly { readonly severity: Severity; readonly text: string }[] {
  return severities.flatMap((severity) => {
    const count = findings.filter((one) => one.severity === severity).length;
    return count === 0 ? [] : [{ severity, text: plural(count, severity) }];
  });
}
