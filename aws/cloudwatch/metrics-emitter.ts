import { Metrics } from '@aws-lambda-powertools/metrics';
import type { Log } from '../../core/monitoring/log';
import {
  type MetricsEmitter,
  type MetricValue,
  metricNamespace,
  metricUnits,
} from '../../core/monitoring/metric';

/**
 * Emits metrics as log lines in the embedded metric format, from which CloudWatch makes metrics. No call is made, so nothing waits
 * and nothing is retried (docs/aws-facts/orchestration.md#cloudwatch).
 */
export function createMetricsEmitter(environment: string, log: Pick<Log, 'error'>): MetricsEmitter {
  const metrics = new Metrics({ namespace: metricNamespace });
  // Powertools would add the dimension `service`, which says the same in each metric.
  metrics.clearDefaultDimensions();
  metrics.setDefaultDimensions({ environment });
  const emitWith = (
    outcome: string | undefined,
    values: readonly MetricValue[],
    about: Readonly<Record<string, string>>,
  ): void => {
    if (values.length === 0) return;
    try {
      if (outcome !== undefined) metrics.addDimension('outcome', outcome);
      for (const [key, value] of Object.entries(about)) metrics.addMetadata(key, value);
      for (const { name, value } of values) metrics.addMetric(name, metricUnits[name], value);
      metrics.publishStoredMetrics();
    } catch (error) {
      metrics.clearMetrics();
      log.error('metrics were not emitted', { ...about, error: String(error) });
    }
  };
  return {
    emit(given, about) {
      const values = given.filter(({ value }) => Number.isFinite(value));
      if (values.length < given.length) log.error('a metric has no finite value', { ...about, given });
      const outcomes = new Set(values.map(outcomeOf));
      for (const outcome of outcomes)
        emitWith(
          outcome,
          values.filter((value) => outcomeOf(value) === outcome),
          { ...about },
        );
    },
  };
}

function outcomeOf(value: MetricValue): string | undefined {
  return 'outcome' in value ? value.outcome : undefined;
}
