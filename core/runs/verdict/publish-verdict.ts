import type { JobPlan } from '../../planning/job-plan';
import type { RunRecord } from '../record/run-record';
import { keptFindings, type Outcome, type Verdict } from '../record/verdict-shape';

const good: ReadonlySet<Outcome> = new Set(['succeeded', 'succeeded-with-table-errors']);

/** What PublishSnapshot has still to do before a run of this verdict has succeeded. */
export function publishesAfter(
  verdict: Pick<Verdict, 'outcome'>,
  { publishing }: Pick<JobPlan, 'publishing'>,
): RunRecord['publishes'] {
  if (publishing.kind === 'none' || !good.has(verdict.outcome)) return undefined;
  // What arrives is copied as it does; a run has only to see to the catalogue.
  return publishing.kind === 'arrival' && publishing.catalogue === undefined ? undefined : publishing.kind;
}

/**
 * The verdict of a run that loaded well and did not come to the lake; undefined when it has, or did not load well. `instead` is what
 * ended it.
 */
export function failedPublishVerdict(
  { publishes, phases, verdict }: Pick<RunRecord, 'publishes' | 'phases' | 'verdict'>,
  instead: Verdict,
): Verdict | undefined {
  if (publishes === undefined || phases.published !== undefined || phases.closed !== undefined)
    return undefined;
  if (verdict === undefined || !good.has(verdict.outcome)) return undefined;
  const detail = instead.findings[0]?.detail ?? 'PublishSnapshot did not come to its end';
  return {
    ...verdict,
    outcome: instead.outcome === 'stopped' ? 'stopped' : 'failed',
    findings: [{ code: 'not-published' as const, detail }, ...verdict.findings].slice(0, keptFindings),
    findingCount: verdict.findingCount + 1,
  };
}
