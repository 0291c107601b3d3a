import fc from 'fast-check';
import { DateTime } from 'luxon';
import { nextFireTimes } from '../../../core/schedule/fire-times';

const from = new Date('2026-11-21T12:00:00Z');
const times = (expression: string, count = 3, timeZone = 'UTC', start = from) =>
  nextFireTimes({ expression, timeZone }, start, count);

test.each<[string, string[]]>([
  ['cron(0 2 * * ? *)', ['2026-11-22T02:00:00Z', '2026-11-23T02:00:00Z', '2026-11-24T02:00:00Z']],
  ['cron(*/30 12 * * ? *)', ['2026-11-21T12:30:00Z', '2026-11-22T12:00:00Z', '2026-11-22T12:30:00Z']],
  ['cron(0 2 ? * MON-FRI *)', ['2026-11-23T02:00:00Z', '2026-11-24T02:00:00Z', '2026-11-25T02:00:00Z']],
  ['cron(0 2 L * ? *)', ['2026-11-30T02:00:00Z', '2026-12-31T02:00:00Z', '2027-01-31T02:00:00Z']],
  ['cron(0 2 ? * 6L *)', ['2026-11-27T02:00:00Z', '2026-12-25T02:00:00Z', '2027-01-29T02:00:00Z']],
  ['cron(0 2 ? * L *)', ['2026-11-28T02:00:00Z', '2026-12-05T02:00:00Z', '2026-12-12T02:00:00Z']],
  ['cron(0 2 ? * TUE#2 *)', ['2026-12-08T02:00:00Z', '2027-01-12T02:00:00Z', '2027-02-09T02:00:00Z']],
  ['cron(0 2 1W * ? *)', ['2026-12-01T02:00:00Z', '2027-01-01T02:00:00Z', '2027-02-01T02:00:00Z']],
  ['cron(0 2 1W 5 ? *)', ['2027-05-03T02:00:00Z', '2028-05-01T02:00:00Z', '2029-05-01T02:00:00Z']],
  ['cron(0 2 31W 1 ? *)', ['2027-01-29T02:00:00Z', '2028-01-31T02:00:00Z', '2029-01-31T02:00:00Z']],
  ['cron(0 2 29 2 ? *)', ['2028-02-29T02:00:00Z', '2032-02-29T02:00:00Z', '2036-02-29T02:00:00Z']],
  ['cron(0 2 31 * ? *)', ['2026-12-31T02:00:00Z', '2027-01-31T02:00:00Z', '2027-03-31T02:00:00Z']],
  ['cron(0 2 ? 2 MON#5 *)', ['2044-02-29T02:00:00Z', '2072-02-29T02:00:00Z', '2112-02-29T02:00:00Z']],
  [
    'cron(5/20 0-6/3 1,15 JAN ? 2027)',
    ['2027-01-01T00:05:00Z', '2027-01-01T00:25:00Z', '2027-01-01T00:45:00Z'],
  ],
  ['cron(0 2 31 2 ? *)', []],
  ['cron(0 2 * * ? 2026)', ['2026-11-22T02:00:00Z', '2026-11-23T02:00:00Z', '2026-11-24T02:00:00Z']],
  ['rate(90 minutes)', ['2026-11-21T13:30:00Z', '2026-11-21T15:00:00Z', '2026-11-21T16:30:00Z']],
  ['at(2026-12-31T23:59:30)', ['2026-12-31T23:59:30Z']],
  ['at(2026-11-21T12:00:00)', []],
])('%s fires next at %j', (expression, expected) => {
  expect(times(expression)).toEqual(expected);
});

test('times end with the last one, which is a time itself', () => {
  const schedule = { expression: 'cron(0 2 * * ? *)', timeZone: 'UTC' };
  expect(nextFireTimes(schedule, from, 200, new Date('2026-11-23T02:00:00Z'))).toEqual([
    '2026-11-22T02:00:00Z',
    '2026-11-23T02:00:00Z',
  ]);
  expect(nextFireTimes(schedule, from, 200, new Date('2026-11-22T01:59:59Z'))).toEqual([]);
});

test('a time that the spring gap skips is left out', () => {
  expect(times('cron(30 2 * * ? *)', 3, 'Europe/Vienna', new Date('2027-03-26T12:00:00Z'))).toEqual([
    '2027-03-27T02:30:00+01:00',
    '2027-03-29T02:30:00+02:00',
    '2027-03-30T02:30:00+02:00',
  ]);
});

test('a time that autumn repeats fires once, before the clocks change', () => {
  const start = new Date('2026-10-24T12:00:00Z');
  expect(times('cron(30 2 * * ? *)', 2, 'Europe/Vienna', start)).toEqual([
    '2026-10-25T02:30:00+02:00',
    '2026-10-26T02:30:00+01:00',
  ]);
  const between = new Date('2026-10-25T00:45:00Z');
  expect(times('cron(30 2 * * ? *)', 1, 'Europe/Vienna', between)).toEqual(['2026-10-26T02:30:00+01:00']);
});

test('at is a time on the wall of its zone', () => {
  expect(times('at(2027-07-01T08:00:00)', 1, 'America/New_York')).toEqual(['2027-07-01T08:00:00-04:00']);
});

test('whatever the cron and the zone, fire times ascend, lie after the start and show the cron’s own hour and minute', () => {
  const zone = fc.constantFrom(
    'UTC',
    'Europe/Vienna',
    'America/New_York',
    'Australia/Lord_Howe',
    'Africa/Cairo',
  );
  const start = fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(fc.nat(59), fc.nat(23), zone, start, (minute, hour, timeZone, from) => {
      const found = times(`cron(${minute} ${hour} * * ? *)`, 4, timeZone, from);
      expect(found).toHaveLength(4);
      const moments = found.map((time) => DateTime.fromISO(time, { zone: timeZone }));
      for (const [index, moment] of moments.entries()) {
        expect([moment.hour, moment.minute]).toEqual([hour, minute]);
        expect(moment.toMillis()).toBeGreaterThan(moments[index - 1]?.toMillis() ?? from.getTime());
      }
    }),
    { numRuns: 200 },
  );
});
