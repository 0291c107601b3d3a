import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { NamedEnvironment } from '../../../core/model/environment-names';
import type { MetricName, metricsByOutcome } from '../../../core/monitoring/metric';
import { metricNamespace } from '../../../core/monitoring/metric';
import type { Outcome } from '../../../core/runs/record/verdict-shape';
import { platformName } from '../../names';

type MetricByOutcome = (typeof metricsByOutcome)[number];

export const fiveMinutes = Duration.minutes(5);

/** Metric that Lakeferry's functions emit. */
export function ownMetric(
  { name: environment }: NamedEnvironment,
  metricName: Exclude<MetricName, MetricByOutcome>,
  statistic: string = Stats.MAXIMUM,
): Metric {
  return new Metric({
    namespace: metricNamespace,
    metricName,
    dimensionsMap: { environment },
    statistic,
    period: fiveMinutes,
  });
}

export function outcomeMetric(
  { name: environment }: NamedEnvironment,
  metricName: MetricByOutcome,
  outcome: Outcome,
  statistic: string,
): Metric {
  return new Metric({
    namespace: metricNamespace,
    metricName,
    dimensionsMap: { environment, outcome },
    statistic,
    period: fiveMinutes,
  });
}

/** Metric of the environment's replication instance (docs/aws-facts/dms-tasks.md#metrics-of-a-task). */
export function instanceMetric(environment: NamedEnvironment, metricName: string, statistic: string): Metric {
  return new Metric({
    namespace: 'AWS/DMS',
    metricName,
    dimensionsMap: { ReplicationInstanceIdentifier: platformName(environment) },
    statistic,
    period: fiveMinutes,
  });
}
