import type { JobPlan } from '../../planning/job-plan';
import type { RunRecord } from '../record/run-record';
import { type FindingCode, isSuccess, keptFindings, type Verdict } from '../record/verdict-shape';

/** Work that PublishSnapshot has to do before a run with this verdict has succeeded. */
export function publishesAfter(
  verdict: Pick<Verdict, 'outcome'>,
  { publishing }: Pick<JobPlan, 'publishing'>,
): RunRecord['publishes'] {
  if (publishing.kind === 'none' || !isSuccess(verdict.outcome)) return undefined;
  // Files are copied when they arrive, so the run updates the catalogue, and checks that each table has a folder of its own.
  return publishing.kind === 'arrival' && publishing.catalogue === undefined && !publishing.lowerCase
    ? undefined
    : publishing.kind;
}

/**
 * Verdict of a run that loaded its tables and did not publish them. Undefined when it did publish, or when its load failed.
 * `instead` is the verdict on what ended the run.
 */
export function failedPublishVerdict(
  {
    publishes,
    phases,
    verdict,
    showing = 0,
  }: Pick<RunRecord, 'publishes' | 'phases' | 'verdict' | 'showing'>,
  instead: Verdict,
): Verdict | undefined {
  if (publishes === undefined || phases.published !== undefined || phases.closed !== undefined)
    return undefined;
  if (verdict === undefined || !isSuccess(verdict.outcome)) return undefined;
  const detail = instead.findings[0]?.detail ?? 'PublishSnapshot did not finish';
  // A late invocation may still move the pointer, or was killed after it did.
  const isCancelled = instead.outcome === 'cancelled' && showing === 0;
  const code: FindingCode = isCancelled ? 'cancelled' : showing > 0 ? 'publish-unsettled' : 'not-published';
  return {
    ...verdict,
    outcome: isCancelled ? 'cancelled' : instead.outcome === 'stopped' ? 'stopped' : 'failed',
    findings: [{ code, detail }, ...verdict.findings].slice(0, keptFindings),
    findingCount: verdict.findingCount + 1,
  };
}

/** Verdict of a run that was closed while readers could still be moved, once it is known that they were not. */
export function unpublishedVerdict({ verdict }: Pick<RunRecord, 'verdict'>): Verdict | undefined {
  if (verdict === undefined) return undefined;
  const findings = verdict.findings.map((finding) =>
    finding.code === 'publish-unsettled' ? { ...finding, code: 'not-published' as const } : finding,
  );
  return { ...verdict, findings };
}
