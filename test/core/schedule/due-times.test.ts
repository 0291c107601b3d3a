import { dueTimes } from '../../../core/schedule/due-times';

const due = (expression: string, timeZone: string, after: string, until: string, most = 100) =>
  dueTimes({ expression, timeZone }, new Date(after), new Date(until), most).map(({ at }) => at);

it.each([
  ['cron(0 2 * * ? *)', 'UTC', '2026-03-01T02:00:00Z', '2026-03-02T01:59:59Z', []],
  ['cron(0 2 * * ? *)', 'UTC', '2026-03-01T02:00:00Z', '2026-03-02T02:00:00Z', ['2026-03-02T02:00:00Z']],
  [
    'cron(0 2 * * ? *)',
    'Europe/Vienna',
    '2026-03-01T02:00:00Z',
    '2026-03-03T02:00:00Z',
    ['2026-03-02T01:00:00Z', '2026-03-03T01:00:00Z'],
  ],
  [
    'rate(6 hours)',
    'UTC',
    '2026-03-01T01:30:00Z',
    '2026-03-01T14:00:00Z',
    ['2026-03-01T07:30:00Z', '2026-03-01T13:30:00Z'],
  ],
  [
    'at(2026-03-01T05:00:00)',
    'UTC',
    '2026-03-01T00:00:00Z',
    '2026-03-05T00:00:00Z',
    ['2026-03-01T05:00:00Z'],
  ],
  ['at(2026-03-01T05:00:00)', 'UTC', '2026-03-01T05:00:00Z', '2026-03-05T00:00:00Z', []],
])('%s in %s is due after %s until %s', (expression, zone, after, until, expected) => {
  expect(due(expression, zone, after, until)).toEqual(expected);
});

it('a time that a clock change skips is due when the clock jumps', () => {
  const times = dueTimes(
    { expression: 'cron(30 2 * * ? *)', timeZone: 'Europe/Vienna' },
    new Date('2026-03-28T12:00:00Z'),
    new Date('2026-03-30T12:00:00Z'),
    10,
  );
  expect(times.map(({ at }) => at)).toEqual(['2026-03-29T01:00:00Z', '2026-03-30T00:30:00Z']);
  expect(times[0]?.skippedBy?.date).toBe('2026-03-29');
  expect(times[1]?.skippedBy).toBeUndefined();
});

it('a time that a clock change repeats is due once', () => {
  expect(due('cron(30 2 * * ? *)', 'Europe/Vienna', '2026-10-24T12:00:00Z', '2026-10-25T12:00:00Z')).toEqual([
    '2026-10-25T00:30:00Z',
  ]);
});

it('a schedule that fires again within the hour loses nothing in a gap', () => {
  const times = due('cron(0/15 * * * ? *)', 'Europe/Vienna', '2026-03-29T00:30:00Z', '2026-03-29T01:30:00Z');
  expect(times).toEqual([
    '2026-03-29T00:45:00Z',
    '2026-03-29T01:00:00Z',
    '2026-03-29T01:15:00Z',
    '2026-03-29T01:30:00Z',
  ]);
});

it('gives at most the number that is asked for, oldest first', () => {
  const times = due('cron(* * * * ? *)', 'UTC', '2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z', 50);
  expect(times).toHaveLength(50);
  expect(times[0]).toBe('2026-03-01T00:01:00Z');
  expect(times[49]).toBe('2026-03-01T00:50:00Z');
});
