import type { Replication } from './replication';
import { keptPoints, type Series, type SeriesPoint } from './series';

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
 * Returns the series with a point for this minute. `total` is the task's count of all changes, which starts from zero with each
 * start of the task; undefined when it was not queried.
 */
export function withPoint(
  before: Series | undefined,
  latency: Latency | undefined,
  total: number | undefined,
  now: Date,
): Series {
  const at = now.toISOString();
  const point: SeriesPoint = {
    at,
    sourceSeconds: latency?.sourceSeconds,
    targetSeconds: latency?.targetSeconds,
    rows: total === undefined ? undefined : rowsPerMinute(before?.changes, total, now),
  };
  return {
    points: [...(before?.points ?? []), point].slice(-keptPoints),
    updatedAt: at,
    changes: total === undefined ? before?.changes : { total, at },
  };
}

function rowsPerMinute(before: Series['changes'], total: number, now: Date): number | undefined {
  if (before === undefined) return undefined;
  const minutes = (now.getTime() - Date.parse(before.at)) / 60_000;
  const rows = total >= before.total ? total - before.total : total;
  return minutes <= 0 ? undefined : Math.round((rows / minutes) * 10) / 10;
}
