import { parseCron } from '../../../local/scheduler/cron';
import { parseExpression } from '../../../local/scheduler/expression';

it.each([
  ['five fields', '0 2 * * ?', '5 fields instead of 6'],
  ['days of both kinds', '0 2 * * * *', 'exactly one of day-of-month and day-of-week must be ?'],
  ['days of no kind', '0 2 ? * ? *', 'exactly one of day-of-month and day-of-week must be ?'],
  ['a minute that does not exist', '60 2 * * ? *', '60'],
  ['a step over the field', '0/70 2 * * ? *', 'steps cannot be greater'],
  ['a range that ends before it starts', '0 22-3 * * ? *', 'larger than'],
  ['Sunday as 0', '0 2 ? * 0 *', '"0" is not valid in day-of-week'],
  ['steps of weekdays', '0 2 ? * 2/2 *', '"2/2" is not valid in day-of-week'],
  ['a sixth Monday', '0 2 ? * MON#6 *', '"MON#6" is not valid in day-of-week'],
  ['two nth weekdays', '0 2 ? * 3#1,6#3 *', '"3#1,6#3" is not valid in day-of-week'],
  ['the last weekday, which Quartz knows', '0 2 LW * ? *', '"LW" is not valid in day-of-month'],
  ['days before the last, which Quartz knows', '0 2 L-3 * ? *', '"L-3" is not valid in day-of-month'],
  ['? for a month', '0 2 * ? ? *', '"?" is not valid in month'],
  ['a year after 2199', '0 2 * * ? 2200', '"2200" is not valid in year'],
  ['what only croner knows', '0 2 1 * +MON *', '"+MON" is not valid in day-of-week'],
])('refuses %s', (_what, fields, message) => {
  expect(() => parseCron(fields)).toThrow(message);
});

it.each([
  ['*/5 years from 1970', '0 0 1 1 ? */5', '2026-06-01T00:00:00.000Z', '2030-01-01T00:00:00.000Z'],
  ['years up to 2199', '0 0 1 1 ? 2198/1', '2199-06-01T00:00:00.000Z', undefined],
  ['names in any case', '0 0 ? jan mon#1 *', '2026-06-01T00:00:00.000Z', '2027-01-04T00:00:00.000Z'],
  ['L of a week as Saturday', '0 0 ? * L *', '2026-06-01T00:00:00.000Z', '2026-06-06T00:00:00.000Z'],
  ['no date that does not exist', '0 0 31 2 ? *', '2026-06-01T00:00:00.000Z', undefined],
])('fires %s', (_what, fields, after, expected) => {
  expect(parseCron(fields).nextRun(new Date(after))?.toISOString()).toBe(expected);
});

it.each([
  ['every(1 hour)', 'neither cron(...), rate(...) nor at(...)'],
  ['rate(0 hours)', 'a rate is a positive number'],
  ['rate(1 week)', 'a rate is a positive number'],
  ['at(2026-02-30T00:00:00)', 'at requires an existing time'],
  ['at(2026-02-03T00:00:00Z)', 'at requires an existing time'],
])('refuses %s', (expression, message) => {
  expect(() => parseExpression(expression)).toThrow(message);
});
