import type { Cron, CronDays } from './cron-expression';

/** Wall-clock time without a zone. Month and day start at 1. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

/** Wall-clock times at which a cron fires, ascending, from the given day on (its earlier hours included). */
export function* cronTimes(cron: Cron, from: WallTime): Generator<WallTime> {
  for (const year of cron.years) {
    if (year < from.year) continue;
    for (const month of cron.months) {
      if (year === from.year && month < from.month) continue;
      for (const day of daysIn(cron.days, year, month)) {
        if (year === from.year && month === from.month && day < from.day) continue;
        for (const hour of cron.hours)
          for (const minute of cron.minutes) yield { year, month, day, hour, minute };
      }
    }
  }
}

export function cronFiresAt(cron: Cron, wall: WallTime): boolean {
  return (
    cron.minutes.includes(wall.minute) &&
    cron.hours.includes(wall.hour) &&
    cron.months.includes(wall.month) &&
    cron.years.includes(wall.year) &&
    daysIn(cron.days, wall.year, wall.month).includes(wall.day)
  );
}

function daysIn(days: CronDays, year: number, month: number): readonly number[] {
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const weekdayOf = (day: number): number => new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;
  switch (days.kind) {
    case 'days-of-month':
      return days.days.filter((day) => day <= last);
    case 'last-day':
      return [last];
    case 'weekday-nearest':
      return days.day > last ? [] : [nearestWeekday(days.day, last, weekdayOf(days.day))];
    case 'days-of-week':
      return daysWhere(last, (day) => days.days.includes(weekdayOf(day)));
    case 'last-of-weekday':
      return daysWhere(last, (day) => day > last - 7 && weekdayOf(day) === days.day);
    case 'nth-of-weekday':
      return daysWhere(last, (day) => Math.ceil(day / 7) === days.nth && weekdayOf(day) === days.day);
  }
}

function daysWhere(last: number, holds: (day: number) => boolean): readonly number[] {
  const found: number[] = [];
  for (let day = 1; day <= last; day += 1) if (holds(day)) found.push(day);
  return found;
}

/** The result stays in the month: a Saturday the 1st gives Monday the 3rd. */
function nearestWeekday(day: number, last: number, weekday: number): number {
  if (weekday === 7) return day === 1 ? 3 : day - 1;
  if (weekday === 1) return day === last ? day - 2 : day + 1;
  return day;
}
