import type { Cron } from 'croner';
import { parseExpression } from './expression';
import type { Schedule } from './schedule';
import { momentOf, wallTime } from './wall-time';

export type Timing = Pick<
  Schedule,
  'ScheduleExpression' | 'ScheduleExpressionTimezone' | 'StartDate' | 'EndDate' | 'LastModificationDate'
>;

/** First time of the expression after `after`. Undefined when none is left. */
export function nextFire(schedule: Timing, after: Date): Date | undefined {
  const { ScheduleExpression, ScheduleExpressionTimezone: timeZone, StartDate, EndDate } = schedule;
  const expression = parseExpression(ScheduleExpression);
  switch (expression.kind) {
    case 'rate':
      return within(nextOfRate(schedule, expression.milliseconds, after), EndDate);
    case 'cron': {
      const isBounded = StartDate !== undefined && StartDate > after;
      const from = isBounded ? new Date(StartDate.getTime() - 1) : after;
      return within(nextOfCron(expression.cron, timeZone, from), EndDate);
    }
    case 'at': {
      const moment = momentOf(expression.wall, timeZone);
      return moment === undefined || moment <= after ? undefined : moment;
    }
  }
}

function nextOfCron(cron: Cron, timeZone: string, after: Date): Date | undefined {
  for (let wall = cron.nextRun(wallTime(after, timeZone)); wall !== null; wall = cron.nextRun(wall)) {
    const moment = momentOf(wall, timeZone);
    if (moment !== undefined && moment > after) return moment;
  }
  return undefined;
}

/**
 * Next time of a rate. It counts from StartDate, or else starts at once, in the second of the schedule's
 * creation.
 */
function nextOfRate(schedule: Timing, interval: number, after: Date): Date {
  const start = schedule.StartDate ?? schedule.LastModificationDate;
  const anchor = Math.floor(start.getTime() / 1000) * 1000;
  const passed = Math.max(0, Math.floor((after.getTime() - anchor) / interval) + 1);
  return new Date(anchor + passed * interval);
}

function within(moment: Date | undefined, end: Date | undefined): Date | undefined {
  return moment === undefined || (end !== undefined && moment > end) ? undefined : moment;
}
