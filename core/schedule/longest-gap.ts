import { nextFireTimes } from './fire-times';
import type { Schedule } from './schedule';

/** A plan must not depend on the time, so gaps are computed from a fixed day. */
const from = new Date('2026-01-01T00:00:00Z');
/** A schedule by weekday has its longest gap within a week, one by month within a year. */
const firings = 60;

/** Longest time between two firings; undefined for a schedule that fires once. */
export function longestGapSeconds(schedule: Schedule): number | undefined {
  const times = nextFireTimes(schedule, from, firings).map((time) => Date.parse(time));
  const gaps = times.slice(1).map((time, index) => (time - (times[index] ?? time)) / 1000);
  return gaps.length === 0 ? undefined : Math.max(...gaps);
}
