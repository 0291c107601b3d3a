/**
 * Cron of EventBridge Scheduler: `minutes hours day-of-month month day-of-week year`. Only the documented syntax is supported
 * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html), not the additions of Quartz, which may fail at
 * deployment. Own code, because aws-cron-parser 1.1.12 fires 31 February on 3 March, accepts NaN for numbers, and cannot name the
 * wrong field.
 */
export interface Cron {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly months: readonly number[];
  readonly years: readonly number[];
  readonly days: CronDays;
}

/** Days of a month. Days of the week are 1 (Sunday) to 7. */
export type CronDays =
  | { readonly kind: 'days-of-month'; readonly days: readonly number[] }
  | { readonly kind: 'last-day' }
  | { readonly kind: 'weekday-nearest'; readonly day: number }
  | { readonly kind: 'days-of-week'; readonly days: readonly number[] }
  | { readonly kind: 'last-of-weekday'; readonly day: number }
  | { readonly kind: 'nth-of-weekday'; readonly day: number; readonly nth: number };

/** Schedule expression that EventBridge would reject. The message continues a sentence: `"cron(..)" is not ...`. */
export class InvalidSchedule extends Error {
  override readonly name = 'InvalidSchedule';
}

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
  readonly steps: boolean;
}

const monthNames = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const dayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const minutes: Field = { name: 'minutes', min: 0, max: 59, steps: true };
const hours: Field = { name: 'hours', min: 0, max: 23, steps: true };
const dayOfMonth: Field = { name: 'day-of-month', min: 1, max: 31, steps: true };
const month: Field = { name: 'month', min: 1, max: 12, names: monthNames, steps: true };
const dayOfWeek: Field = { name: 'day-of-week', min: 1, max: 7, names: dayNames, steps: false };
const year: Field = { name: 'year', min: 1970, max: 2199, steps: true };

/** @throws InvalidSchedule */
export function parseCron(fields: string): Cron {
  const [first, second, third, fourth, fifth, sixth, ...more] = fields.trim().split(/\s+/);
  if (
    first === undefined ||
    second === undefined ||
    third === undefined ||
    fourth === undefined ||
    fifth === undefined ||
    sixth === undefined ||
    more.length > 0
  )
    throw new InvalidSchedule(
      `has ${fields.trim() === '' ? 0 : fields.trim().split(/\s+/).length} fields: EventBridge's cron has six, minutes hours ` +
        'day-of-month month day-of-week year, such as cron(0 2 * * ? *)',
    );
  return {
    minutes: values(first, minutes),
    hours: values(second, hours),
    days: cronDays(third, fifth.toUpperCase()),
    months: values(fourth.toUpperCase(), month),
    years: values(sixth, year),
  };
}

function cronDays(ofMonth: string, ofWeek: string): CronDays {
  if ((ofMonth === '?') === (ofWeek === '?'))
    throw new InvalidSchedule(
      `has day-of-month "${ofMonth}" and day-of-week "${ofWeek}": exactly one of the two must be ?, ` +
        'such as cron(0 2 * * ? *) for every day or cron(0 2 ? * MON-FRI *) for weekdays',
    );
  return ofWeek === '?' ? daysOfMonth(ofMonth.toUpperCase()) : daysOfWeek(ofWeek);
}

function daysOfMonth(text: string): CronDays {
  if (text === 'L') return { kind: 'last-day' };
  if (/^\d+W$/.test(text)) return { kind: 'weekday-nearest', day: number(text.slice(0, -1), dayOfMonth) };
  return { kind: 'days-of-month', days: values(text, dayOfMonth) };
}

function daysOfWeek(text: string): CronDays {
  if (text === 'L') return { kind: 'days-of-week', days: [7] };
  if (/^\w+L$/.test(text)) return { kind: 'last-of-weekday', day: number(text.slice(0, -1), dayOfWeek) };
  const nth = /^(\w+)#(\d+)$/.exec(text);
  if (nth?.[1] === undefined || nth[2] === undefined)
    return { kind: 'days-of-week', days: values(text, dayOfWeek) };
  return {
    kind: 'nth-of-weekday',
    day: number(nth[1], dayOfWeek),
    nth: number(nth[2], { name: 'day-of-week after #', min: 1, max: 5, steps: false }),
  };
}

/** `*`, numbers, ranges, steps and lists of them, ascending and each once. */
function values(text: string, field: Field): readonly number[] {
  const found = new Set<number>();
  for (const part of text.split(',')) {
    const [range = '', step, ...more] = part.split('/');
    if (more.length > 0 || (step !== undefined && !field.steps)) throw wrong(part, field);
    const every = step === undefined ? 1 : number(step, { ...field, min: 1, max: field.max });
    const [from, to] = bounds(range, field, step !== undefined);
    for (let value = from; value <= to; value += every) found.add(value);
  }
  return [...found].sort((a, b) => a - b);
}

function bounds(range: string, field: Field, stepped: boolean): readonly [number, number] {
  if (range === '*') return [field.min, field.max];
  const [start = '', end, ...more] = range.split('-');
  if (more.length > 0) throw wrong(range, field);
  const from = number(start, field);
  const to = end === undefined ? (stepped ? field.max : from) : number(end, field);
  if (to < from)
    throw new InvalidSchedule(
      `has the range "${range}" in ${field.name}, which ends before it starts: write a list`,
    );
  return [from, to];
}

function number(text: string, field: Field): number {
  const named = field.names?.indexOf(text) ?? -1;
  if (named >= 0) return named + 1;
  if (!/^\d{1,4}$/.test(text)) throw wrong(text, field);
  const value = Number(text);
  if (value < field.min || value > field.max) throw wrong(text, field);
  return value;
}

function wrong(text: string, field: Field): InvalidSchedule {
  const names = field.names === undefined ? '' : ` or ${field.names[0]}-${field.names.at(-1)}`;
  return new InvalidSchedule(
    `has "${text}" in ${field.name}, which allows ${field.min}-${field.max}${names}`,
  );
}
