import { department, messages, problemsOf } from '../config-files';

const vienna = { 'time-zone': 'Europe/Vienna' };

test.each([
  [
    'cron(0 2 * * ?)',
    "has 5 fields: EventBridge's cron has six, minutes hours day-of-month month day-of-week year, such as cron(0 2 * * ? *)",
  ],
  [
    'cron(0 2 * * * *)',
    'has day-of-month "*" and day-of-week "*": exactly one of the two must be ?, such as cron(0 2 * * ? *) for every day or cron(0 2 ? * MON-FRI *) for weekdays',
  ],
  ['cron(0 25 * * ? *)', 'has "25" in hours, which allows 0-23'],
  ['cron(0 2 ? * FOO *)', 'has "FOO" in day-of-week, which allows 1-7 or SUN-SAT'],
  [
    'cron(0 2 ? * FRI-MON *)',
    'has the range "FRI-MON" in day-of-week, which ends before it starts: write a list',
  ],
  ['cron(0 2 31 2 ? *)', 'never fires: none of its months has such a day'],
  ['cron(0 2 31 4,6 ? *)', 'never fires: none of its months has such a day'],
  ['cron(0 2 * * ? 2020)', 'never fires after 2026-11-21: its years have passed'],
  [
    'rate(0 hours)',
    'is not a rate: write a whole number above 0 and minutes, hours or days, such as rate(6 hours)',
  ],
  ['at(2027-02-30T02:00:00)', 'is not a time that exists: write at(yyyy-mm-ddThh:mm:ss) without a zone'],
  ['at(2026-01-01T02:00:00)', 'is in the past: it will not fire'],
  ['0 2 * * *', 'is not a schedule: write cron(0 2 * * ? *), rate(6 hours) or at(2026-12-31T02:00:00)'],
])('the schedule %s: %s', (schedule, message) => {
  expect(messages({ schedule: JSON.stringify(schedule) })).toEqual([`"${schedule}" ${message}`]);
});

test('a schedule that fires in the hour a clock change skips is refused, with the date', () => {
  expect(problemsOf(department({ schedule: 'cron(30 2 * * ? *)', ...vienna }))).toMatchObject([
    {
      message:
        '"cron(30 2 * * ? *)" is skipped on 2027-03-28: clocks in Europe/Vienna jump from 02:00 to 03:00 that day',
      hint: 'choose a time before 02:00 or from 03:00 on, or a time-zone without clock changes',
    },
  ]);
});

test('one time in the hour that a clock change skips is refused', () => {
  expect(messages({ schedule: 'at(2027-03-28T02:30:00)', ...vienna })).toEqual([
    '"at(2027-03-28T02:30:00)" does not exist in Europe/Vienna: a clock change skips that time on that day',
  ]);
});

test.each([
  'cron(30 2 ? * MON *)',
  'cron(30 2 1 * ? *)',
  'cron(0 3 * * ? *)',
  'cron(*/15 * * * ? *)',
  'rate(1 day)',
])('%s loses no run to a clock change that it would miss', (schedule) => {
  expect(messages({ schedule, ...vienna })).toEqual([]);
});

test('a zone with its clock change at midnight counts too', () => {
  expect(messages({ schedule: 'cron(30 0 * * ? *)', 'time-zone': 'Africa/Cairo' })).toEqual([
    expect.stringContaining('clocks in Africa/Cairo jump from 00:00 to 01:00'),
  ]);
});

test.each([
  ['Europe/Viena', 'Europe/Vienna'],
  ['europe/vienna', 'Europe/Vienna'],
  ['"+02:00"', undefined],
])('the time zone %s is refused', (zone, meant) => {
  const [problem] = problemsOf(department({ schedule: 'cron(0 2 * * ? *)', 'time-zone': zone }));
  expect(problem?.message).toBe(
    `"${zone.replaceAll('"', '')}" is not a time zone: write an IANA name such as Europe/Vienna`,
  );
  expect(problem?.hint).toBe(meant && `did you mean "${meant}"?`);
});

test.each(['UTC', 'Asia/Kolkata', 'America/Argentina/Buenos_Aires'])('the time zone %s is taken', (zone) => {
  expect(messages({ schedule: 'cron(0 2 * * ? *)', 'time-zone': zone })).toEqual([]);
});
