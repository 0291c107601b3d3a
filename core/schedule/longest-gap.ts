import { nextFireTimes } from './fire-times';
import type { Schedule } from './schedule';

/** A plan has no clock: the gaps of a schedule are looked at from a day of its own on. */
const from = new Date('2026-01-01T00:00:00Z');
/** A schedule of weekdays shows its longest gap within a week, one of months within a year. */
const looked = 60;

/** The longest time between two firings; undefined for a schedule that fires once. Nobody may read the source's log meanwhile (C3). */
export function longestGapSeconds(schedule: Schedule): number | undefined {
  const times = nextFireTimes(schedule, from, looked).map((time) => Date.parse(time));
  const gaps = times.slice(1).map((time, index) => (time - (times[index] ?? time)) / 1000);
  return gaps.length === 0 ? undefined : Math.max(...gaps);
}
