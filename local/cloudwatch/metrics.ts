/** Identity of a metric: namespace, name and dimensions. */
export interface MetricName {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

export interface Datapoint {
  readonly at: Date;
  readonly value: number;
}

export interface Metric extends MetricName {
  readonly unit: string;
  readonly points: readonly Datapoint[];
}

/**
 * Metrics that a service of the local cloud keeps itself, with their points at or after `from` and before
 * `to`.
 */
export type MetricSource = (from: Date, to: Date) => readonly Metric[];

export const statistics = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'] as const;
export type Statistic = (typeof statistics)[number];

export interface Bucket {
  /** Start of the period. */
  readonly at: Date;
  readonly values: Readonly<Record<Statistic, number>>;
}

// CloudWatch keeps points at one-minute resolution for 15 days.
const keptMilliseconds = 15 * 24 * 3600 * 1000;

/** Metrics that clients have put, and those of the other services. */
export class MetricStore {
  readonly #put = new Map<
    string,
    { readonly metric: MetricName & { readonly unit: string }; points: Datapoint[] }
  >();

  constructor(private readonly sources: readonly MetricSource[]) {}

  put(metric: MetricName & { readonly unit: string }, point: Datapoint, now: Date): void {
    const key = keyOf(metric);
    const own = this.#put.get(key) ?? { metric, points: [] };
    const oldest = own.points[0];
    if (oldest !== undefined && oldest.at.getTime() <= now.getTime() - keptMilliseconds)
      own.points = own.points.filter(({ at }) => at.getTime() > now.getTime() - keptMilliseconds);
    own.points.push(point);
    this.#put.set(key, own);
  }

  #named(key: string, from: Date, to: Date): readonly Metric[] {
    const put = this.#put.get(key);
    const points = (put?.points ?? []).filter(({ at }) => at >= from && at < to);
    const sourced = this.sources
      .flatMap((source) => source(from, to))
      .filter((metric) => keyOf(metric) === key);
    return put === undefined ? sourced : [{ ...put.metric, points }, ...sourced];
  }

  /** All metrics, with their points of that time. */
  between(from: Date, to: Date): readonly Metric[] {
    const put = [...this.#put.values()].map(({ metric, points }) => ({
      ...metric,
      points: points.filter(({ at }) => at >= from && at < to),
    }));
    return [...put, ...this.sources.flatMap((source) => source(from, to))];
  }

  /** Statistics per period. A period without a point is left out. */
  aggregate(
    wanted: MetricName,
    from: Date,
    to: Date,
    periodSeconds: number,
  ): { buckets: Bucket[]; unit: string } {
    const key = keyOf(wanted);
    const found = this.#named(key, from, to);
    const period = periodSeconds * 1000;
    const byStart = new Map<number, number[]>();
    for (const { at, value } of found.flatMap(({ points }) => points)) {
      const start = Math.floor(at.getTime() / period) * period;
      byStart.set(start, [...(byStart.get(start) ?? []), value]);
    }
    const buckets = [...byStart]
      .sort(([a], [b]) => a - b)
      .map(([start, values]) => ({ at: new Date(start), values: summary(values) }));
    return { buckets, unit: found[0]?.unit ?? 'None' };
  }
}

function keyOf({ namespace, name, dimensions }: MetricName): string {
  return JSON.stringify([
    namespace,
    name,
    ...Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);
}

function summary(values: readonly number[]): Bucket['values'] {
  const sum = values.reduce((a, b) => a + b, 0);
  return {
    SampleCount: values.length,
    Sum: sum,
    Average: sum / values.length,
    Minimum: Math.min(...values),
    Maximum: Math.max(...values),
  };
}
