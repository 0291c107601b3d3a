import type { RunRecord } from '../runs/record/run-record';
import type { Verdict } from '../runs/record/verdict-shape';
import type { MetricValue } from './metric';

/** Metrics of the end of a run. None for a run that has not ended. A run that did not work has only its outcome. */
export function runMetrics(
  record: Pick<RunRecord, 'openedAt' | 'phases' | 'verdict' | 'progress'>,
): readonly MetricValue[] {
  const { openedAt, phases, verdict, progress } = record;
  if (phases.closed === undefined || verdict === undefined) return [];
  const { outcome } = verdict;
  const ended: MetricValue = { name: 'RunsEnded', value: 1, outcome };
  if (outcome === 'skipped' || outcome === 'missed') return [ended];
  const seconds = (Date.parse(phases.closed) - Date.parse(openedAt)) / 1000;
  return [
    ended,
    { name: 'RunDuration', value: Math.max(0, seconds), outcome },
    { name: 'RowsLoaded', value: verdict.evidence.rows },
    { name: 'TablesInError', value: tablesInError(verdict, progress?.tablesErrored ?? 0) },
  ];
}

/** A verdict keeps a limited number of findings, and DMS's count has only the tables that DMS itself calls errors. */
function tablesInError({ findings }: Verdict, errored: number): number {
  return Math.max(errored, new Set(findings.flatMap(({ table }) => table ?? [])).size);
}
