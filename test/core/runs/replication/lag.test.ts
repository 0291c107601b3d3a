import { lagRanges, lagWindow } from '../../../../core/runs/replication/lag';

const now = new Date('2026-03-10T08:07:30Z');

test.each([
  ['day', '2026-03-09T08:10:00.000Z'],
  ['week', '2026-03-03T08:30:00.000Z'],
] as const)('the %s before now begins with a period, and has at most 400', (range, start) => {
  const { from, until, periodSeconds } = lagWindow(range, now);
  expect(from.toISOString()).toBe(start);
  expect(until).toBe(now);
  expect((lagRanges[range].hours * 3600) / periodSeconds).toBeLessThanOrEqual(400);
  // CloudWatch keeps minutes for 15 days.
  expect(periodSeconds % 60).toBe(0);
});
