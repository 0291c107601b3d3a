import { Cron } from 'croner';

/**
 * Fields of EventBridge's cron, as its guide documents them
 * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html). croner checks the ranges. It
 * would also accept forms that AWS does not document, so those are refused here.
 */
const number = String.raw`\d{1,2}`;
const year = String.raw`(?:19[7-9]\d|2[01]\d\d)`;
const month = `(?:${number}|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)`;
const weekday = '(?:[1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)';

const list = (item: string): RegExp => new RegExp(`^${item}(?:,${item})*$`, 'i');
const stepped = (value: string): RegExp => list(String.raw`(?:\*|${value}(?:-${value})?)(?:/\d{1,3})?`);

const fields: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['minutes', stepped(number)],
  ['hours', stepped(number)],
  ['day-of-month', new RegExp(String.raw`^(?:\?|L|\d{1,2}W)$|${stepped(number).source}`, 'i')],
  ['month', stepped(month)],
  [
    'day-of-week',
    new RegExp(
      `^(?:\\?|L|${weekday}L|${weekday}#[1-5])$|${list(`(?:\\*|${weekday}(?:-${weekday})?)`).source}`,
      'i',
    ),
  ],
  ['year', stepped(year)],
];

/**
 * Reads `minutes hours day-of-month month day-of-week year`. The result works with wall-clock times, given
 * and returned as if they were in UTC.
 * @throws Error that says what is wrong
 */
export function parseCron(expression: string): Cron {
  const texts = expression.trim().split(/\s+/);
  if (texts.length !== fields.length) throw new Error(`${texts.length} fields instead of ${fields.length}`);
  for (const [index, [name, pattern]] of fields.entries())
    if (!pattern.test(texts[index] ?? '')) throw new Error(`"${texts[index]}" is not valid in ${name}`);
  const [minutes = '', hours = '', dayOfMonth = '', months = '', dayOfWeek = '', years = ''] = texts;
  if ((dayOfMonth === '?') === (dayOfWeek === '?'))
    throw new Error('exactly one of day-of-month and day-of-week must be ?');
  const pattern = ['0', minutes, hours, dayOfMonth, months, weekdays(dayOfWeek), within2199(years)].join(' ');
  return new Cron(pattern, {
    mode: '7-part',
    alternativeWeekdays: true,
    sloppyRanges: true,
    domAndDow: true,
    utcOffset: 0,
    paused: true,
  });
}

/** AWS writes the last Friday as `6L`, croner as `6#L`. `L` alone is the last day of a week, Saturday. */
function weekdays(field: string): string {
  return /^l$/i.test(field) ? '7' : field.replace(/^(\w+)l$/i, '$1#L');
}

/** EventBridge's years end in 2199, croner's in 9999. */
function within2199(field: string): string {
  return field
    .split(',')
    .map((item) => item.replace(/^\*/, '1970-2199').replace(/^(\d+)\//, '$1-2199/'))
    .join(',');
}
