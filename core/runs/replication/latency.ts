import type { Replication } from './replication';
import { keptPoints, type Operations, type Series, type SeriesPoint } from './series';

export type Latency = NonNullable<Replication['latency']>;

/** Change of the alarm about a job's latency. */
export function latencyAlarm(
  record: Pick<Replication, 'alerts' | 'maxLatencySeconds'>,
  latency: Latency | undefined,
): 'raise' | 'clear' | 'none' {
  if (latency === undefined) return 'none';
  const isLate = secondsBehind(latency) > record.maxLatencySeconds;
  if (isLate === (record.alerts?.latency !== undefined)) return 'none';
  return isLate ? 'raise' : 'clear';
}

/** Seconds behind the source. CDCLatencyTarget includes the source's part, so the larger value is the whole. */
export function secondsBehind({ sourceSeconds, targetSeconds }: Latency): number {
  return Math.max(sourceSeconds, targetSeconds ?? 0);
}

/**
 * Returns the series with a point for this minute. `made` are all changes of the task, which are counted from zero with each start
 * of the task; undefined when they were not queried.
 */
export function withPoint(
  before: Series | undefined,
  latency: Latency | undefined,
  made: Operations | undefined,
  now: Date,
): Series {
  const at = now.toISOString();
  const perMinute = made === undefined ? undefined : changesPerMinute(before?.changes, made, now);
  const point: SeriesPoint = {
    at,
    sourceSeconds: latency?.sourceSeconds,
    targetSeconds: latency?.targetSeconds,
    ...perMinute,
  };
  return {
    points: [...(before?.points ?? []), point].slice(-keptPoints),
    updatedAt: at,
    changes: made === undefined ? before?.changes : { total: totalOf(made), at, operations: made },
  };
}

export function totalOf([inserts, updates, deletes]: Operations): number {
  return inserts + updates + deletes;
}

function changesPerMinute(
  before: Series['changes'],
  made: Operations,
  now: Date,
): Pick<SeriesPoint, 'rows' | 'operations'> {
  if (before === undefined) return {};
  const minutes = (now.getTime() - Date.parse(before.at)) / 60_000;
  if (minutes <= 0) return {};
  const perMinute = (count: number): number => Math.round((count / minutes) * 10) / 10;
  const total = totalOf(made);
  const earlier = before.operations;
  const startedAgain = total < before.total || made.some((count, index) => count < (earlier?.[index] ?? 0));
  const rows = perMinute(startedAgain ? total : total - before.total);
  if (earlier === undefined && !startedAgain) return { rows };
  const [inserts, updates, deletes] = startedAgain || earlier === undefined ? [0, 0, 0] : earlier;
  return {
    rows,
    operations: [perMinute(made[0] - inserts), perMinute(made[1] - updates), perMinute(made[2] - deletes)],
  };
}
