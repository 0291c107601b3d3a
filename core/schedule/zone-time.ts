import { DateTime, IANAZone } from 'luxon';
import { zoneOf } from './cached-zone';
import type { WallTime } from './cron-times';
import { firstMinute } from './first-minute';

const minute = 60_000;
const day = 86_400_000;

/** Clock change that skips time: wall-clock times from `from` until before `to` do not exist. */
export interface ClockGap {
  /** ISO date in the zone. */
  readonly date: string;
  readonly from: DateTime;
  readonly to: DateTime;
}

/** True for a name exactly as IANA writes it. JavaScript also accepts other case and `+02:00`; EventBridge Scheduler does not. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name) || !IANAZone.isValidZone(name)) return false;
  const listed = timeZoneNames().find((zone) => zone.toLowerCase() === name.toLowerCase());
  return listed === undefined || listed === name;
}

let names: readonly string[] | undefined;
export function timeZoneNames(): readonly string[] {
  names ??= ['UTC', ...Intl.supportedValuesOf('timeZone')];
  return names;
}

/**
 * Moment of a wall-clock time, in milliseconds since 1970: the first of two in an hour that a clock change repeats, undefined in a
 * gap. EventBridge Scheduler does the same.
 */
export function momentOf(wall: WallTime, timeZone: string, second = 0): number | undefined {
  const zone = zoneOf(timeZone);
  const asUtc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, second);
  const moments = [asUtc - day, asUtc + day]
    .map((time) => ({ offset: zone.offset(time), moment: asUtc - zone.offset(time) * minute }))
    .filter(({ offset, moment }) => zone.offset(moment) === offset)
    .map(({ moment }) => moment);
  return moments.length === 0 ? undefined : Math.min(...moments);
}

/** ISO 8601 with the offset of the zone. */
export function isoOf(moment: number, timeZone: string): string {
  const zone = zoneOf(timeZone);
  const offset = zone.offset(moment);
  const wall = new Date(moment + offset * minute).toISOString().slice(0, 19);
  return `${wall}${zone.isUniversal && offset === 0 ? 'Z' : zone.formatOffset(moment, 'short')}`;
}

export function wallOf(moment: DateTime): WallTime {
  return {
    year: moment.year,
    month: moment.month,
    day: moment.day,
    hour: moment.hour,
    minute: moment.minute,
  };
}

/** No zone changes its clocks twice in a week; Morocco does so around Ramadan, a month apart. */
const stride = 7 * day;

/** Clock change. Offsets are in minutes. */
export interface OffsetChange {
  /** First moment with the new offset, in milliseconds since 1970. */
  readonly jump: number;
  readonly before: number;
  readonly after: number;
}

/** Clock changes of a zone in the `days` days after `after`. */
export function offsetChanges(timeZone: string, after: Date, days: number): readonly OffsetChange[] {
  const zone = zoneOf(timeZone);
  const changes: OffsetChange[] = [];
  const start = Math.floor(after.getTime() / minute) * minute;
  let before = zone.offset(start);
  for (let at = start; at < start + days * day; at += stride) {
    const offset = zone.offset(at + stride);
    if (offset !== before) {
      const jump = firstMinute(at, at + stride, (time) => zone.offset(time) === offset);
      changes.push({ jump, before, after: offset });
    }
    before = offset;
  }
  return changes;
}

/** Gaps of a zone in the `days` days after `after`. */
export function clockGaps(timeZone: string, after: Date, days: number): readonly ClockGap[] {
  return offsetChanges(timeZone, after, days)
    .filter((change) => change.after > change.before)
    .map((change) => {
      const { from, to } = wallsOf(change);
      return { date: from.toFormat('yyyy-MM-dd'), from, to };
    });
}

/** Wall-clock times that are skipped or come twice: from the first until before `to`. They are read as UTC. */
export function wallsOf({ jump, before, after }: OffsetChange): Pick<ClockGap, 'from' | 'to'> {
  const wall = (offset: number): DateTime => DateTime.fromMillis(jump + offset * minute, { zone: 'utc' });
  return { from: wall(Math.min(before, after)), to: wall(Math.max(before, after)) };
}
