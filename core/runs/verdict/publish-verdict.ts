import type { JobPlan } from '../../planning/job-plan';
import type { RunRecord } from '../record/run-record';
import { keptFindings, type Outcome, type Verdict } from '../record/verdict-shape';

const good: ReadonlySet<Outcome> = new Set(['succeeded', 'succeeded-with-table-errors']);

/** Work that PublishSnapshot has to do before a run with this verdict has succeeded. */
export function publishesAfter(
  verdict: Pick<Verdict, 'outcome'>,
  { publishing }: Pick<JobPlan, 'publishing'>,
): RunRecord['publishes'] {
  if (publishing.kind === 'none' || !good.has(verdict.outcome)) return undefined;
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
  { publishes, phases, verdict }: Pick<RunRecord, 'publishes' | 'phases' | 'verdict'>,
  instead: Verdict,
): Verdict | undefined {
  if (publishes === undefined || phases.published !== undefined || phases.closed !== undefined)
    return undefined;
  if (verdict === undefined || !good.has(verdict.outcome)) return undefined;
  const detail = instead.findings[0]?.detail ?? 'PublishSnapshot did not finish';
  return {
    ...verdict,
    outcome: instead.outcome === 'stopped' ? 'stopped' : 'failed',
    findings: [{ code: 'not-published' as const, detail }, ...verdict.findings].slice(0, keptFindings),
    findingCount: verdict.findingCount + 1,
  };
}
