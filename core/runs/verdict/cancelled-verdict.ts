import { cancellationText } from '../record/cancellation';
import type { RunRecord } from '../record/run-record';
import type { FindingCode, Verdict } from '../record/verdict-shape';
import { boundedFindings } from './kept-findings';

/** Findings that a cancellation explains. */
const explained: ReadonlySet<FindingCode> = new Set(['stopped-by-person', 'state-failed', 'task-missing']);

/** Verdict of a run that may be cancelled. The evidence stays, so that a retry knows the complete tables. */
export function withCancellation({ cancelled }: Pick<RunRecord, 'cancelled'>, verdict: Verdict): Verdict {
  if (cancelled === undefined || verdict.outcome === 'cancelled') return verdict;
  const others = verdict.findings.filter(({ code }) => !explained.has(code));
  return {
    ...verdict,
    outcome: 'cancelled',
    findings: boundedFindings([{ code: 'cancelled', detail: cancellationText(cancelled) }, ...others]),
    findingCount: verdict.findingCount - (verdict.findings.length - others.length) + 1,
  };
}

/** Reason why a run is not cancelled: it is over, its outcome is decided, or readers have its snapshot or may get it now. */
export type TooLate = 'closed' | 'decided' | 'published';

export function tooLateToCancel({
  phases,
  publishes,
  verdict,
  showing = 0,
}: Pick<RunRecord, 'phases' | 'publishes' | 'verdict' | 'showing'>): TooLate | undefined {
  if (phases.closed !== undefined) return 'closed';
  if (phases.published !== undefined || showing > 0) return 'published';
  return verdict !== undefined && publishes === undefined ? 'decided' : undefined;
}
