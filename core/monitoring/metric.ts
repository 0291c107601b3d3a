import type { Outcome } from '../runs/record/verdict-shape';

/** CloudWatch namespace of Lakeferry's own metrics. */
export const metricNamespace = 'Lakeferry';

/**
 * Metrics of Lakeferry with their units, explained in docs/how-to/monitor.md#metrics. Each has the dimension `environment`; those
 * of `metricsByOutcome` also have `outcome`. None has a dimension per job: CloudWatch charges each combination of dimensions as a
 * metric of its own, so facts about one job are in its logs and in the history.
 */
export const metricUnits = {
  /** One per end of an attempt. With the outcome `missed`: a scheduled time without a run. */
  RunsEnded: 'Count',
  RunDuration: 'Seconds',
  RowsLoaded: 'Count',
  TablesInError: 'Count',
  /** Requests to DMS per invocation of a function, with the SDK's retries. */
  DmsCalls: 'Count',
  /** Seconds that the latest CDC job is behind its source, per poll. */
  WorstLatency: 'Seconds',
  /** Largest log that a source keeps for the slot of a CDC job, per poll. */
  WorstSlotLag: 'Bytes',
  /** Tables of CDC jobs that do not replicate, per poll. */
  TablesSuspended: 'Count',
  /** Messages to people or programs that wait for their delivery. */
  MessagesUndelivered: 'Count',
} as const satisfies Readonly<Record<string, 'Count' | 'Seconds' | 'Bytes'>>;
export type MetricName = keyof typeof metricUnits;

export const metricsByOutcome = ['RunsEnded', 'RunDuration'] as const satisfies readonly MetricName[];
type MetricByOutcome = (typeof metricsByOutcome)[number];

/** One value of a metric. */
export type MetricValue =
  | { readonly name: MetricByOutcome; readonly value: number; readonly outcome: Outcome }
  | { readonly name: Exclude<MetricName, MetricByOutcome>; readonly value: number };

/** Port for metrics of functions. It never throws: a metric is lost rather than the work that it measures. */
export interface MetricsEmitter {
  /** Emits the values. `about` is in the log line of the values, and not a dimension. */
  emit(values: readonly MetricValue[], about?: { readonly run?: string; readonly job?: string }): void;
}
