import { latencyAlarm, secondsBehind, withPoint } from '../../../../core/runs/replication/latency';
import type { Series } from '../../../../core/runs/replication/series';

const at = '2026-03-01T12:00:00.000Z';
const late = { sourceSeconds: 61, targetSeconds: 62, at };
const well = { sourceSeconds: 1, targetSeconds: 60, at };
const minute = (index: number) => new Date(Date.parse(at) + index * 60_000);

test('an alarm is raised once above max-latency, and cleared once at or below it', () => {
  const alerted = { maxLatencySeconds: 60, alerts: { latency: at } };
  const quiet = { maxLatencySeconds: 60, alerts: {} };
  expect(latencyAlarm(quiet, late)).toBe('raise');
  expect(latencyAlarm(alerted, late)).toBe('none');
  expect(latencyAlarm(alerted, well)).toBe('clear');
  expect(latencyAlarm(quiet, well)).toBe('none');
});

test('an unknown latency raises and clears nothing', () => {
  expect(latencyAlarm({ maxLatencySeconds: 60, alerts: { latency: at } }, undefined)).toBe('none');
});

test('the target’s latency may be missing', () => {
  expect(secondsBehind({ sourceSeconds: 7, at })).toBe(7);
});

test('rows per minute come from the task’s count, even when the count started from zero again', () => {
  let series: Series | undefined;
  const rows: (number | undefined)[] = [];
  for (const [index, total] of [100, 160, undefined, 400, 30].entries()) {
    series = withPoint(series, well, total, minute(index));
    rows.push(series.points.at(-1)?.rows);
  }
  // The third minute has no count, so the fourth covers two minutes.
  expect(rows).toEqual([undefined, 60, undefined, 120, 30]);
});

test('the series has two hours of minutes, oldest first', () => {
  let series: Series | undefined;
  for (let index = 0; index < 200; index += 1) series = withPoint(series, well, index, minute(index));
  expect(series?.points).toHaveLength(120);
  expect(series?.points[0]?.at).toBe(minute(80).toISOString());
});
