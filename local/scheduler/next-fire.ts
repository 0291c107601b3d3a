import { nextFireTimes } from '../../core/schedule/fire-times';
import { parseSchedule } from '../../core/schedule/schedule-expression';
import type { Schedule } from './schedule';

type Timing = Pick<
  Schedule,
  'ScheduleExpression' | 'ScheduleExpressionTimezone' | 'StartDate' | 'EndDate' | 'LastModificationDate'
>;

/** The first time of the expression after `after`; undefined when there is none any more. */
export function nextFire(schedule: Timing, after: Date): Date | undefined {
  const {
    ScheduleExpression: expression,
    ScheduleExpressionTimezone: timeZone,
    StartDate,
    EndDate,
  } = schedule;
  const parsed = parseSchedule(expression);
  if (parsed.kind === 'rate') return within(nextOfRate(schedule, parsed.seconds * 1000, after), EndDate);
  const bounded = parsed.kind === 'cron' && StartDate !== undefined && StartDate > after;
  const from = bounded ? new Date(StartDate.getTime() - 1) : after;
  const [next] = nextFireTimes({ expression, timeZone }, from, 1);
  const moment = next === undefined ? undefined : new Date(next);
  return parsed.kind === 'at' ? moment : within(moment, EndDate);
}

/** Counted from StartDate; without one a rate starts at once, in the second in which it was made. */
function nextOfRate(schedule: Timing, interval: number, after: Date): Date {
  const start = schedule.StartDate ?? schedule.LastModificationDate;
  const anchor = Math.floor(start.getTime() / 1000) * 1000;
  const passed = Math.max(0, Math.floor((after.getTime() - anchor) / interval) + 1);
  return new Date(anchor + passed * interval);
}

function within(moment: Date | undefined, end: Date | undefined): Date | undefined {
  return moment === undefined || (end !== undefined && moment > end) ? undefined : moment;
}
