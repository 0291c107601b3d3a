import type { Metric } from '../../../cloudwatch/metrics';

/** Metrics of a task in CloudWatch (user guide, "Replication task metrics"), with CloudWatch's units. */
export const metricUnits = {
  CDCLatencySource: 'Seconds',
  CDCLatencyTarget: 'Seconds',
  CDCIncomingChanges: 'Count',
  FullLoadThroughputRowsTarget: 'Count/Second',
} as const;
export type TaskMetricName = keyof typeof metricUnits;
export type TaskSample = Readonly<Partial<Record<TaskMetricName, number>>>;

export const metricNames = Object.keys(metricUnits).filter(
  (name): name is TaskMetricName => name in metricUnits,
);
const minute = 60_000;
const kept = 20_000;

/**
 * Samples of one task. DMS publishes each metric every minute while the task runs. Between samples nothing
 * has happened.
 */
export class TaskMetrics {
  readonly #samples: { readonly at: Date; readonly sample: TaskSample }[] = [];
  readonly #runs: { readonly from: Date; to: Date | undefined }[] = [];

  begin(at: Date): void {
    this.#runs.push({ from: at, to: undefined });
  }

  end(at: Date): void {
    const last = this.#runs.at(-1);
    if (last !== undefined) last.to ??= at;
  }

  record(at: Date, sample: TaskSample): void {
    this.#samples.push({ at, sample });
    if (this.#samples.length > kept) this.#samples.shift();
  }

  points(name: TaskMetricName, from: Date, to: Date, now: Date): Metric['points'] {
    const points: { at: Date; value: number }[] = [];
    const minutes = new Set<number>();
    // Mostly asked for the last minutes: samples are in the order of their times.
    for (let index = this.#samples.length - 1; index >= 0; index -= 1) {
      const { at, sample } = this.#samples[index] ?? { at: from, sample: {} };
      if (at < from) break;
      const value = sample[name];
      if (value === undefined || at >= to) continue;
      minutes.add(Math.floor(at.getTime() / minute));
      points.push({ at, value });
    }
    for (const run of this.#runs) {
      const first = Math.ceil(Math.max(run.from.getTime(), from.getTime()) / minute);
      const last = Math.min((run.to ?? now).getTime(), to.getTime() - 1, now.getTime()) / minute;
      for (let at = first; at <= last; at += 1)
        if (!minutes.has(at)) points.push({ at: new Date(at * minute), value: 0 });
    }
    return points.sort((a, b) => a.at.getTime() - b.at.getTime());
  }
}

/** Metrics of one sample. DMS's target latency is never smaller than its source latency. */
export function captureSample(figures: {
  readonly sourceLatency: number;
  readonly targetLatency: number;
  readonly incoming: number;
}): TaskSample {
  return {
    CDCLatencySource: figures.sourceLatency,
    CDCLatencyTarget: Math.max(figures.sourceLatency, figures.targetLatency),
    CDCIncomingChanges: figures.incoming,
  };
}
