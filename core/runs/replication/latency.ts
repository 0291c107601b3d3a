import { keptPoints, type Replication, type Series, type SeriesPoint } from './replication';

export type Latency = NonNullable<Replication['latency']>;

/** Whether an alarm about the latency is to be raised or taken back. */
export function latencyAlarm(
  record: Pick<Replication, 'alerts' | 'maxLatencySeconds'>,
  latency: Latency | undefined,
): 'raise' | 'clear' | 'none' {
  if (latency === undefined) return 'none';
  const late = secondsBehind(latency) > record.maxLatencySeconds;
  if (late === (record.alerts?.latency !== undefined)) return 'none';
  return late ? 'raise' : 'clear';
}

/** CDCLatencyTarget holds the source's part as well, so the larger is the whole. */
export function secondsBehind({ sourceSeconds, targetSeconds }: Latency): number {
  return Math.max(sourceSeconds, targetSeconds ?? 0);
}

/**
 * The series with what this minute saw. `total` is the task's count of changes in all, which starts anew with the task;
 * undefined when nobody asked.
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
    rows: total === undefined ? undefined : rowsAMinute(before?.changes, total, now),
  };
  return {
    points: [...(before?.points ?? []), point].slice(-keptPoints),
    updatedAt: at,
    changes: total === undefined ? before?.changes : { total, at },
  };
}

function rowsAMinute(before: Series['changes'], total: number, now: Date): number | undefined {
  if (before === undefined) return undefined;
  const minutes = (now.getTime() - Date.parse(before.at)) / 60_000;
  const rows = total >= before.total ? total - before.total : total;
  return minutes <= 0 ? undefined : Math.round((rows / minutes) * 10) / 10;
}
