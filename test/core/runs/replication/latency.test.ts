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

type Operations = NonNullable<Parameters<typeof withPoint>[2]>;
const inserted = (inserts: number): Operations => [inserts, 0, 0];

test('changes per minute come from the task’s counts, even when they started from zero again', () => {
  let series: Series | undefined;
  const points: (readonly [number | undefined, Operations | undefined])[] = [];
  const counts: (Operations | undefined)[] = [
    [60, 30, 10],
    [90, 50, 20],
    undefined,
    [290, 60, 50],
    [20, 10, 0],
    // More changes than before, but fewer updates: the task was started again.
    [40, 5, 3],
  ];
  for (const [index, made] of counts.entries()) {
    series = withPoint(series, well, made, minute(index));
    points.push([series.points.at(-1)?.rows, series.points.at(-1)?.operations]);
  }
  expect(points).toEqual([
    [undefined, undefined],
    [60, [30, 20, 10]],
    [undefined, undefined],
    // The third minute has no counts, so the fourth covers two minutes.
    [120, [100, 5, 15]],
    [30, [20, 10, 0]],
    [48, [40, 5, 3]],
  ]);
});

test('the first point after an earlier version has the sum only', () => {
  const before = { points: [], updatedAt: at, changes: { total: 10, at } };
  expect(withPoint(before, well, [30, 0, 0], minute(1)).points.at(-1)).toMatchObject({ rows: 20 });
  expect(withPoint(before, well, [30, 0, 0], minute(1)).points.at(-1)?.operations).toBeUndefined();
  expect(withPoint(before, well, [4, 0, 0], minute(1)).points.at(-1)?.operations).toEqual([4, 0, 0]);
});

test('the series has two hours of minutes, oldest first', () => {
  let series: Series | undefined;
  for (let index = 0; index < 200; index += 1)
    series = withPoint(series, well, inserted(index), minute(index));
  expect(series?.points).toHaveLength(120);
  expect(series?.points[0]?.at).toBe(minute(80).toISOString());
});
