import type { History } from '../../aws/history/history';
import type { MetricsEmitter } from '../../core/monitoring/metric';
import { runMetrics } from '../../core/monitoring/run-metrics';
import type { RunRecord } from '../../core/runs/record/run-record';

/**
 * History that emits the metrics of each run that it closes, or that it opens as missed. A call that finds the run closed emits
 * nothing.
 */
export function measureEnds(history: History, emitter: MetricsEmitter): History {
  const measure = (stored: RunRecord, at: string | undefined): RunRecord => {
    if (at !== undefined && stored.phases.closed === at)
      emitter.emit(runMetrics(stored), { run: stored.run, job: stored.jobKey });
    return stored;
  };
  return {
    ...history,
    closeRun: async (run, closing, known) => measure(await history.closeRun(run, closing, known), closing.at),
    openRun: async (record) => measure(await history.openRun(record), record.phases.closed),
  };
}
