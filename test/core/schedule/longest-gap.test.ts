import { longestGapSeconds } from '../../../core/schedule/longest-gap';

const hour = 3600;
const day = 24 * hour;

test.each([
  ['rate(6 hours)', 6 * hour],
  ['cron(0 4 * * ? *)', day],
  ['cron(0 4,16 * * ? *)', 12 * hour],
  ['cron(30 6 ? * MON-FRI *)', 3 * day],
  // 44 firings on a weekday, then nothing from Friday 18:45 to Monday 08:00.
  ['cron(0/15 8-18 ? * MON-FRI *)', 2 * day + 13 * hour + 15 * 60],
  ['cron(* * * * ? *)', 60],
  ['cron(0 5 L * ? *)', 31 * day],
  ['cron(0/30 1-7 1-7 * ? *)', 24 * day + 17.5 * hour],
  // 2100 is not a leap year.
  ['cron(0 0 29 2 ? *)', (8 * 365 + 1) * day],
  ['at(2026-12-31T23:00:00)', undefined],
  ['cron(0 5 1 1 ? 2027)', undefined],
  ['cron(0 5 1 1 ? 2020)', undefined],
])('longest gap of %s', (expression, seconds) => {
  expect(longestGapSeconds({ expression, timeZone: 'UTC' })).toBe(seconds);
});

test('a weekly schedule has a longer week when clocks change', () => {
  const schedule = { expression: 'cron(0 4 ? * MON *)', timeZone: 'Europe/Vienna' };
  expect(longestGapSeconds(schedule)).toBe(7 * day + hour);
});
