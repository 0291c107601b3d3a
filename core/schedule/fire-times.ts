import { DateTime } from 'luxon';
import { zoneOf } from './cached-zone';
import { cronFiresAt, cronTimes } from './cron-times';
import type { Schedule } from './schedule';
import { type ParsedSchedule, parseSchedule } from './schedule-expression';
import { type ClockGap, isoOf, momentOf, wallOf } from './zone-time';

/**
 * Next times after `from` at which EventBridge Scheduler fires, ascending, as ISO 8601 with the offset of the zone. Fewer than
 * `count` if there are no more, or none until `until`. `rate` counts from `from`, as the deployment starts it. A time that a clock
 * change skips does not fire. A time that it repeats fires once, before the change.
 * @throws InvalidSchedule
 */
export function nextFireTimes(schedule: Schedule, from: Date, count: number, until?: Date): string[] {
  const last = until?.getTime() ?? Number.POSITIVE_INFINITY;
  const times: string[] = [];
  for (const moment of fireMoments(parseSchedule(schedule.expression), schedule.timeZone, from)) {
    if (times.length >= count || moment > last) break;
    times.push(isoOf(moment, schedule.timeZone));
  }
  return times;
}

/** Milliseconds since 1970. */
function* fireMoments(parsed: ParsedSchedule, timeZone: string, from: Date): Generator<number> {
  switch (parsed.kind) {
    case 'rate': {
      const start = Math.floor(from.getTime() / 1000);
      for (let nth = 1; ; nth += 1) yield (start + parsed.seconds * nth) * 1000;
    }
    case 'at': {
      const moment = momentOf(parsed.wall, timeZone, parsed.second);
      if (moment !== undefined && moment > from.getTime()) yield moment;
      return;
    }
    case 'cron': {
      let last = from.getTime();
      for (const wall of cronTimes(
        parsed.cron,
        wallOf(DateTime.fromJSDate(from, { zone: zoneOf(timeZone) })),
      )) {
        const moment = momentOf(wall, timeZone);
        if (moment === undefined || moment <= last) continue;
        last = moment;
        yield moment;
      }
    }
  }
}

/**
 * First of `gaps` in which a run of this schedule is lost. It does not count if the schedule fires again within the hour after
 * the gap.
 */
export function skippedRun(parsed: ParsedSchedule, gaps: readonly ClockGap[]): ClockGap | undefined {
  if (parsed.kind === 'rate') return undefined;
  const firesIn = (from: DateTime, to: DateTime): boolean => {
    for (let at = from; at < to; at = at.plus({ minutes: 1 })) if (firesAt(parsed, at)) return true;
    return false;
  };
  return gaps.find((gap) => firesIn(gap.from, gap.to) && !firesIn(gap.to, gap.to.plus({ hours: 1 })));
}

/** True if the schedule names this minute of the wall clock, which is read as UTC. */
export function firesAt(parsed: Exclude<ParsedSchedule, { kind: 'rate' }>, wall: DateTime): boolean {
  if (parsed.kind === 'cron') return cronFiresAt(parsed.cron, wallOf(wall));
  return wall.toMillis() === DateTime.fromObject(parsed.wall, { zone: 'utc' }).toMillis();
}
