import { nextFire } from '@lakeferry/local-cloud/scheduler';
import fc from 'fast-check';
import { nextFireTimes } from '../../../core/schedule/fire-times';

/**
 * The product evaluates schedules with its own code, the local cloud with croner. Both must agree, or one of them is wrong about
 * EventBridge Scheduler (docs/adr/0023-evaluating-cron-twice.md).
 */
const count = 3;

function productTimes(expression: string, timeZone: string, from: Date): string[] {
  return nextFireTimes({ expression, timeZone }, from, count).map((time) => new Date(time).toISOString());
}

function localTimes(expression: string, timeZone: string, from: Date): string[] {
  const schedule = {
    ScheduleExpression: expression,
    ScheduleExpressionTimezone: timeZone,
    StartDate: undefined,
    EndDate: undefined,
    LastModificationDate: from,
  };
  const times: string[] = [];
  for (
    let at = nextFire(schedule, from);
    at !== undefined && times.length < count;
    at = nextFire(schedule, at)
  )
    times.push(at.toISOString());
  return times;
}

/** Zones with clock changes of an hour and of half an hour, in both halves of the year, at midnight, and of a whole day. */
const timeZone = fc.constantFrom(
  'UTC',
  'Europe/Vienna',
  'Europe/London',
  'America/New_York',
  'America/St_Johns',
  'America/Santiago',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Asia/Tehran',
  'Asia/Kolkata',
  'Asia/Beirut',
  'Australia/Lord_Howe',
  'Australia/Sydney',
  'Pacific/Apia',
  'Pacific/Chatham',
);

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

interface Bounds {
  readonly min: number;
  readonly max: number;
  /** The first stands for `min`. */
  readonly names?: readonly string[];
  readonly steps?: false;
}

/** Values, ranges, steps and lists of them: the forms that all fields share. */
function field({ min, max, names, steps }: Bounds): fc.Arbitrary<string> {
  const number = fc.integer({ min, max });
  const written = (value: number): fc.Arbitrary<string> =>
    fc.constantFrom(String(value), names?.[value - min] ?? String(value));
  const value = number.chain(written);
  const range = fc
    .tuple(number, number)
    .chain(([a, b]) => fc.tuple(written(Math.min(a, b)), written(Math.max(a, b))))
    .map((ends) => ends.join('-'));
  const step = fc.integer({ min: 1, max: Math.min(30, max) });
  const stepped = fc.tuple(fc.oneof(fc.constant('*'), value, range), step).map((parts) => parts.join('/'));
  const item = fc.oneof(value, range, ...(steps === false ? [] : [stepped]));
  return fc.oneof(
    { arbitrary: fc.constant('*'), weight: 3 },
    { arbitrary: item, weight: 4 },
    { arbitrary: fc.array(item, { minLength: 2, maxLength: 3 }).map((items) => items.join(',')), weight: 1 },
  );
}

const ofMonth = fc.oneof(
  { arbitrary: field({ min: 1, max: 31 }), weight: 3 },
  { arbitrary: fc.constant('L'), weight: 1 },
  { arbitrary: fc.integer({ min: 1, max: 31 }).map((day) => `${day}W`), weight: 1 },
);
const weekday = fc.oneof(fc.integer({ min: 1, max: 7 }).map(String), fc.constantFrom(...weekdays));
const ofWeek = fc.oneof(
  { arbitrary: field({ min: 1, max: 7, names: weekdays, steps: false }), weight: 3 },
  { arbitrary: fc.constant('L'), weight: 1 },
  { arbitrary: weekday.map((day) => `${day}L`), weight: 1 },
  { arbitrary: fc.tuple(weekday, fc.integer({ min: 1, max: 5 })).map((parts) => parts.join('#')), weight: 1 },
);
const days = fc.oneof(
  ofMonth.map((day) => ({ month: day, week: '?' })),
  ofWeek.map((day) => ({ month: '?', week: day })),
);

const cron = fc
  .tuple(
    field({ min: 0, max: 59 }),
    // Most clock changes are in the first hours of a day.
    fc.oneof(field({ min: 0, max: 23 }), field({ min: 0, max: 3 })),
    days,
    field({ min: 1, max: 12, names: months }),
    field({ min: 2000, max: 2060 }),
  )
  .map(
    ([minute, hour, day, month, year]) =>
      `cron(${[minute, hour, day.month, month, day.week, year].join(' ')})`,
  );

const from = fc.date({
  min: new Date('2005-01-01T00:00:00Z'),
  max: new Date('2045-01-01T00:00:00Z'),
  noInvalidDate: true,
});

test('both evaluators fire any cron at the same times', () => {
  fc.assert(
    fc.property(cron, timeZone, from, (expression, zone, start) => {
      expect(localTimes(expression, zone, start)).toEqual(productTimes(expression, zone, start));
    }),
    { numRuns: 1_200 },
  );
});

/** Hours around clock changes of the zones above. */
const changes: readonly (readonly [zone: string, at: string])[] = [
  ['Europe/Vienna', '2026-03-29T01:00:00Z'],
  ['Europe/Vienna', '2026-10-25T01:00:00Z'],
  ['Europe/London', '2027-03-28T01:00:00Z'],
  ['America/New_York', '2026-03-08T07:00:00Z'],
  ['America/New_York', '2026-11-01T06:00:00Z'],
  ['America/Santiago', '2026-09-06T04:00:00Z'],
  ['America/Santiago', '2026-04-05T03:00:00Z'],
  ['Africa/Cairo', '2026-04-23T22:00:00Z'],
  ['Africa/Cairo', '2026-10-29T21:00:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T15:00:00Z'],
  ['Australia/Lord_Howe', '2026-10-03T15:30:00Z'],
  ['Pacific/Apia', '2011-12-30T10:00:00Z'],
];
const change = fc.constantFrom(...changes);

test('both evaluators agree around a clock change', () => {
  const often = fc
    .tuple(fc.constantFrom('0', '30', '59', '5,35', '*/10', '7/15', '0-20/4'), field({ min: 0, max: 3 }))
    .map((parts) => `cron(${parts.join(' ')} * * ? *)`);
  fc.assert(
    fc.property(often, change, fc.integer({ min: -180, max: 180 }), (expression, [zone, at], minutes) => {
      const start = new Date(Date.parse(at) + minutes * 60_000);
      expect(localTimes(expression, zone, start)).toEqual(productTimes(expression, zone, start));
    }),
    { numRuns: 600 },
  );
});

test('both evaluators agree on single times, also on those that a clock change skips or repeats', () => {
  fc.assert(
    fc.property(change, fc.integer({ min: -26 * 60, max: 26 * 60 }), ([zone, at], minutes) => {
      const moment = new Date(Date.parse(at) + minutes * 60_000).toISOString().slice(0, 19);
      const start = new Date(Date.parse(at) - 2 * 86_400_000);
      const expression = `at(${moment})`;
      expect(localTimes(expression, zone, start)).toEqual(productTimes(expression, zone, start));
    }),
    { numRuns: 200 },
  );
});
