import type { History } from '../../aws/history/history';
import type { MetricsEmitter } from '../../core/monitoring/metric';
import { runMetrics } from '../../core/monitoring/run-metrics';

/** History that emits the metrics of each run that it closes. A close that finds the run closed emits nothing. */
export function measureEnds(history: History, emitter: MetricsEmitter): History {
  return {
    ...history,
    async closeRun(run, closing) {
      const record = await history.closeRun(run, closing);
      if (record.phases.closed === closing.at)
        emitter.emit(runMetrics(record), { run: record.run, job: record.jobKey });
      return record;
    },
  };
}
