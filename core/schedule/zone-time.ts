import { DateTime, IANAZone } from 'luxon';
import { zoneOf } from './cached-zone';
import type { WallTime } from './cron-times';

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
 * Moment of a wall-clock time: the first of two in an hour that a clock change repeats, undefined in a gap. EventBridge Scheduler
 * does the same.
 */
export function momentOf(wall: WallTime, timeZone: string, second = 0): DateTime | undefined {
  const moment = DateTime.fromObject({ ...wall, second }, { zone: zoneOf(timeZone) });
  if (moment.hour !== wall.hour || moment.minute !== wall.minute || moment.day !== wall.day) return undefined;
  return DateTime.min(moment, ...moment.getPossibleOffsets());
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

const day = 86_400_000;
/** No zone changes its clocks twice in a week; Morocco does so around Ramadan, a month apart. */
const stride = 7 * day;

/** Gaps of a zone in the `days` days after `after`. */
export function clockGaps(timeZone: string, after: Date, days: number): readonly ClockGap[] {
  const zone = zoneOf(timeZone);
  const gaps: ClockGap[] = [];
  const start = Math.floor(after.getTime() / 60_000) * 60_000;
  let before = zone.offset(start);
  for (let at = start; at < start + days * day; at += stride) {
    const offset = zone.offset(at + stride);
    if (offset > before)
      gaps.push(
        gapAt(
          firstWhere(at, at + stride, (time) => zone.offset(time) === offset),
          before,
          offset,
        ),
      );
    before = offset;
  }
  return gaps;
}

/** Offsets are in minutes. The wall clock is read as UTC with the old and the new offset added. */
function gapAt(jump: number, before: number, after: number): ClockGap {
  const wall = (offset: number): DateTime => DateTime.fromMillis(jump + offset * 60_000, { zone: 'utc' });
  return { date: wall(before).toFormat('yyyy-MM-dd'), from: wall(before), to: wall(after) };
}

/** The first minute in (low, high] for which `holds`, given that it does for `high` and everything after the first. */
function firstWhere(low: number, high: number, holds: (time: number) => boolean): number {
  let [no, yes] = [low, high];
  while (yes - no > 60_000) {
    const middle = no + Math.floor((yes - no) / 120_000) * 60_000;
    if (holds(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}
