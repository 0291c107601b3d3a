import { cutText } from '../../cut-text';
import { type Finding, keptFindings } from '../record/verdict-shape';

/** Characters of a detail. All findings of a run fit into one item of 400 KB, in any script. */
const longestDetail = 1500;

/** Findings as a verdict keeps them. */
export function boundedFindings(findings: readonly Finding[]): Finding[] {
  return findings
    .slice(0, keptFindings)
    .map((finding) => ({ ...finding, detail: cutText(finding.detail, longestDetail) }));
}
