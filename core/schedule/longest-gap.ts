import type { Cron } from './cron-expression';
import { cronTimes, type WallTime } from './cron-times';
import { nextFireTimes } from './fire-times';
import type { Schedule } from './schedule';
import { parseSchedule } from './schedule-expression';

/** A plan must not depend on the time, so gaps are computed from a fixed day. */
const start = new Date('2026-01-01T00:00:00Z');
const firstDay: WallTime = { year: 2026, month: 1, day: 1, hour: 0, minute: 0 };
/** These firings show clock changes between weekly ones. */
const firings = 60;
/** A schedule by weekday has its longest gap within a week, one by month within a year, one by year within this many days. */
const fewestDays = 14;
const yearSeconds = 366 * 86_400;

/** Results: many jobs have the same schedule, and one takes some 10 ms. */
const known = new Map<string, number | undefined>();

/**
 * Longest time between two firings; undefined for a schedule that fires once.
 * @throws InvalidSchedule
 */
export function longestGapSeconds(schedule: Schedule): number | undefined {
  const key = `${schedule.timeZone} ${schedule.expression}`;
  if (!known.has(key)) known.set(key, compute(schedule));
  return known.get(key);
}

function compute(schedule: Schedule): number | undefined {
  const parsed = parseSchedule(schedule.expression);
  switch (parsed.kind) {
    case 'rate':
      return parsed.seconds;
    case 'at':
      return undefined;
    case 'cron':
      return longestOf([...firstGaps(schedule), ...dayGaps(parsed.cron)]);
  }
}

function longestOf(gaps: readonly number[]): number | undefined {
  return gaps.length === 0 ? undefined : Math.max(...gaps);
}

function firstGaps(schedule: Schedule): number[] {
  const times = nextFireTimes(schedule, start, firings).map((time) => Date.parse(time));
  return times.slice(1).map((time, index) => (time - (times[index] ?? time)) / 1000);
}

/** Gaps within a day and between days, by the wall clock: a schedule of every minute fires half a million times a year. */
function dayGaps(cron: Cron): number[] {
  const inDay = cron.hours
    .flatMap((hour) => cron.minutes.map((minute) => (hour * 60 + minute) * 60))
    .sort((a, b) => a - b);
  const [first = 0, last = 0] = [inDay[0], inDay.at(-1)];
  const gaps = inDay.slice(1).map((time, index) => time - (inDay[index] ?? time));
  const days: number[] = [];
  for (const { year, month, day } of cronTimes({ ...cron, hours: [0], minutes: [0] }, firstDay)) {
    const seconds = Date.UTC(year, month - 1, day) / 1000;
    const before = days.at(-1);
    if (before !== undefined) gaps.push(seconds + first - (before + last));
    days.push(seconds);
    if (days.length >= fewestDays && seconds - (days[0] ?? seconds) >= yearSeconds) break;
  }
  return days.length === 0 ? [] : gaps;
}
