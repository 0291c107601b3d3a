import { didYouMean } from '../../nearest-name';
import { InvalidSchedule } from '../../schedule/cron-expression';
import { nextFireTimes, skippedRun } from '../../schedule/fire-times';
import { type ParsedSchedule, parseSchedule } from '../../schedule/schedule-expression';
import { type ClockGap, clockGaps, isTimeZone, momentOf, timeZoneNames } from '../../schedule/zone-time';
import type { Finding } from '../reading/problem';
import type { Job } from '../schema/job-schema';

const daysAhead = 731;

export type ScheduleCheck = (job: Job, departmentZone: string | undefined) => Finding[];

/**
 * Checker for the schedules of one configuration, which remembers the clock changes of each zone. Paths of its findings start
 * at the job.
 */
export function scheduleChecker(now: Date): ScheduleCheck {
  const gapsByZone = new Map<string, readonly ClockGap[]>();
  const gapsOf = (timeZone: string): readonly ClockGap[] => {
    const known = gapsByZone.get(timeZone) ?? clockGaps(timeZone, now, daysAhead);
    gapsByZone.set(timeZone, known);
    return known;
  };
  const known = new Map<string, Finding[]>();

  return (job, departmentZone) => {
    const expression = job.schedule;
    const wanted = job['time-zone'] ?? departmentZone ?? 'UTC';
    const badZone = job['time-zone'] === undefined ? [] : checkTimeZone(job['time-zone']);
    if (expression === undefined) return badZone;
    const timeZone = isTimeZone(wanted) ? wanted : 'UTC';
    const key = `${timeZone} ${expression}`;
    const findings = known.get(key) ?? checkExpression(expression, timeZone, now, gapsOf);
    known.set(key, findings);
    return [...badZone, ...findings];
  };
}

export function checkTimeZone(timeZone: string): Finding[] {
  if (isTimeZone(timeZone)) return [];
  return [
    {
      path: ['time-zone'],
      value: timeZone,
      message: `"${timeZone}" is not a time zone: write an IANA name such as Europe/Vienna`,
      ...didYouMean(timeZone, timeZoneNames()),
    },
  ];
}

function checkExpression(
  expression: string,
  timeZone: string,
  now: Date,
  gapsOf: (timeZone: string) => readonly ClockGap[],
): Finding[] {
  const parsed = parse(expression);
  if (typeof parsed === 'string') return [finding(expression, parsed)];
  if (parsed.kind === 'rate') return [];
  if (parsed.kind === 'at') return checkAt(expression, parsed, timeZone, now);

  if (nextFireTimes({ expression, timeZone }, now, 1).length === 0) {
    const firstYear = new Date(Date.UTC(parsed.cron.years[0] ?? 1970, 0, 0));
    const ever = nextFireTimes({ expression, timeZone }, firstYear, 1).length > 0;
    const past = `never fires after ${now.toISOString().slice(0, 10)}: its years have passed`;
    return [finding(expression, ever ? past : 'never fires: none of its months has such a day')];
  }
  const skipped = skippedRun(parsed, gapsOf(timeZone));
  if (skipped === undefined) return [];
  const [from, to] = [skipped.from.toFormat('HH:mm'), skipped.to.toFormat('HH:mm')];
  return [
    {
      ...finding(
        expression,
        `is skipped on ${skipped.date}: clocks in ${timeZone} jump from ${from} to ${to} that day`,
      ),
      hint: `choose a time before ${from} or from ${to} on, or a time-zone without clock changes`,
    },
  ];
}

function checkAt(
  expression: string,
  parsed: Extract<ParsedSchedule, { kind: 'at' }>,
  timeZone: string,
  now: Date,
): Finding[] {
  const moment = momentOf(parsed.wall, timeZone, parsed.second);
  if (moment === undefined)
    return [finding(expression, `does not exist in ${timeZone}: a clock change skips that time on that day`)];
  if (moment > now.getTime()) return [];
  return [{ ...finding(expression, 'is in the past: it will not fire'), severity: 'warning' }];
}

function finding(expression: string, message: string): Finding {
  return { path: ['schedule'], value: expression, message: `"${expression}" ${message}` };
}

/** The parsed schedule, or the message of its error. */
function parse(expression: string): ParsedSchedule | string {
  try {
    return parseSchedule(expression);
  } catch (error) {
    if (error instanceof InvalidSchedule) return error.message;
    throw error;
  }
}
