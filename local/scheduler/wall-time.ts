import { IANAZone } from 'luxon';

const day = 86_400_000;

/** Wall-clock time of a moment, as a Date whose UTC fields show it. */
export function wallTime(moment: Date, timeZone: string): Date {
  return new Date(moment.getTime() + offset(moment.getTime(), timeZone));
}

/**
 * Moment at which a wall-clock time comes. A time that a clock change repeats comes before the change. A time
 * that it skips never comes
 * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#daylist-savings-time).
 */
export function momentOf(wall: Date, timeZone: string): Date | undefined {
  // Offsets in force a day before and after. No zone changes its clocks twice in that time.
  const moments = [wall.getTime() - day, wall.getTime() + day]
    .map((near) => wall.getTime() - offset(near, timeZone))
    .filter((moment) => moment + offset(moment, timeZone) === wall.getTime());
  return moments.length === 0 ? undefined : new Date(Math.min(...moments));
}

/** Milliseconds by which the zone's clocks are ahead of UTC. */
function offset(moment: number, timeZone: string): number {
  return IANAZone.create(timeZone).offset(moment) * 60_000;
}
