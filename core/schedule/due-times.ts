import { nextFireTimes, skippedRun } from './fire-times';
import type { Schedule } from './schedule';
import { parseSchedule } from './schedule-expression';
import { type ClockGap, clockGaps } from './zone-time';

/** Time at which a schedule had to start a run. */
export interface DueTime {
  /** ISO 8601 in UTC with seconds, as EventBridge Scheduler writes scheduled times. */
  readonly at: string;
  /** Clock change that skipped the time: EventBridge Scheduler does not fire then. */
  readonly skippedBy?: ClockGap;
}

const day = 86_400_000;
/** A schedule without a further time may still lose one in a gap of these days. */
const gapDays = 400;

/**
 * Times after `after` and until `until`, ascending, at most `most`. `rate` counts from `after`, so `after` has to be a time at which
 * it fired. A time that a clock change skips is due when the clock jumps.
 * @throws InvalidSchedule
 */
export function dueTimes(schedule: Schedule, after: Date, until: Date, most: number): readonly DueTime[] {
  if (until <= after) return [];
  const fired = firedTimes(schedule, after, until, most);
  const gaps = skippedTimes(schedule, after, until);
  if (gaps.length === 0) return fired;
  return [...fired, ...gaps].sort((a, b) => (a.at < b.at ? -1 : 1)).slice(0, most);
}

/**
 * First due time after `after`, in milliseconds; `Infinity` without one. Not for `rate`, which needs no calendar.
 * @throws InvalidSchedule
 */
export function nextDueTime(schedule: Schedule, after: Date): number {
  const [next] = nextFireTimes(schedule, after, 1);
  const fires = next === undefined ? Infinity : Date.parse(next);
  const until = Number.isFinite(fires) ? new Date(fires) : new Date(after.getTime() + gapDays * day);
  const [gap] = skippedTimes(schedule, after, until);
  return gap === undefined ? fires : Math.min(fires, Date.parse(gap.at));
}

function firedTimes(schedule: Schedule, after: Date, until: Date, most: number): readonly DueTime[] {
  for (let count = Math.min(2, most); ; count = Math.min(count * 4, most)) {
    const times = nextFireTimes(schedule, after, count).map((time) => new Date(time));
    const due = times.filter((time) => time <= until);
    if (due.length < times.length || times.length < count || count === most)
      return due.map((time) => ({ at: seconds(time) }));
  }
}

function skippedTimes(schedule: Schedule, after: Date, until: Date): readonly DueTime[] {
  const parsed = parseSchedule(schedule.expression);
  if (parsed.kind === 'rate') return [];
  const days = Math.ceil((until.getTime() - after.getTime()) / day);
  return clockGaps(schedule.timeZone, after, days).flatMap((gap) => {
    const at = seconds(new Date(jumpOf(gap, schedule.timeZone)));
    const isWithin = new Date(at) > after && new Date(at) <= until;
    return isWithin && skippedRun(parsed, [gap]) !== undefined ? [{ at, skippedBy: gap }] : [];
  });
}

/** Moment at which the clock jumps: the first after the gap. */
function jumpOf({ to }: ClockGap, timeZone: string): number {
  return to.setZone(timeZone, { keepLocalTime: true }).toMillis();
}

function seconds(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
