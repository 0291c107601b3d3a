import { nextFire } from '../../../local/scheduler/next-fire';

interface Given {
  readonly expression: string;
  readonly zone?: string;
  readonly after: string;
  readonly start?: string;
  readonly end?: string;
}

function next(given: Given): string | undefined {
  const { expression, zone = 'UTC', after, start, end } = given;
  return nextFire(
    {
      ScheduleExpression: expression,
      ScheduleExpressionTimezone: zone,
      LastModificationDate: new Date('2026-03-01T06:00:00.700Z'),
      StartDate: start === undefined ? undefined : new Date(start),
      EndDate: end === undefined ? undefined : new Date(end),
    },
    new Date(after),
  )?.toISOString();
}

it.each<[string, Given, string | undefined]>([
  ['daily', { expression: 'cron(0 2 * * ? *)', after: '2026-03-01T02:00:00Z' }, '2026-03-02T02:00:00.000Z'],
  [
    'in its zone',
    { expression: 'cron(0 2 * * ? *)', zone: 'Europe/Vienna', after: '2026-03-01T02:00:00Z' },
    '2026-03-02T01:00:00.000Z',
  ],
  [
    'in summer time',
    { expression: 'cron(0 2 * * ? *)', zone: 'Europe/Vienna', after: '2026-07-01T02:00:00Z' },
    '2026-07-02T00:00:00.000Z',
  ],
  [
    'on week days',
    { expression: 'cron(30 6 ? * MON-FRI *)', after: '2026-02-27T06:30:00Z' },
    '2026-03-02T06:30:00.000Z',
  ],
  ['never again', { expression: 'cron(0 2 1 1 ? 2025)', after: '2026-03-01T02:00:00Z' }, undefined],
  [
    'not in the hour that spring skips',
    { expression: 'cron(30 2 * * ? *)', zone: 'Europe/Vienna', after: '2026-03-28T12:00:00Z' },
    '2026-03-30T00:30:00.000Z',
  ],
  [
    'in autumn before the change',
    { expression: 'cron(30 2 * * ? *)', zone: 'Europe/Vienna', after: '2026-10-24T12:00:00Z' },
    '2026-10-25T00:30:00.000Z',
  ],
  [
    'in autumn only once',
    { expression: 'cron(30 2 * * ? *)', zone: 'Europe/Vienna', after: '2026-10-25T00:30:00Z' },
    '2026-10-26T01:30:00.000Z',
  ],
  [
    'not before StartDate',
    { expression: 'cron(0 2 * * ? *)', after: '2026-03-01T02:00:00Z', start: '2026-04-01T02:00:00Z' },
    '2026-04-01T02:00:00.000Z',
  ],
  [
    'not after EndDate',
    { expression: 'cron(0 2 * * ? *)', after: '2026-03-01T02:00:00Z', end: '2026-03-02T01:00:00Z' },
    undefined,
  ],
  [
    'a rate at once',
    { expression: 'rate(1 minute)', after: '2026-03-01T05:59:59.999Z' },
    '2026-03-01T06:00:00.000Z',
  ],
  [
    'a rate in steps',
    { expression: 'rate(10 minutes)', after: '2026-03-01T06:10:00Z' },
    '2026-03-01T06:20:00.000Z',
  ],
  [
    'a rate from StartDate',
    { expression: 'rate(6 hours)', after: '2026-03-01T06:00:00Z', start: '2026-03-02T01:00:00Z' },
    '2026-03-02T01:00:00.000Z',
  ],
  [
    'rate(1 days) as 24 h',
    { expression: 'rate(1 days)', zone: 'Europe/Vienna', after: '2026-03-29T00:00:00Z' },
    '2026-03-29T06:00:00.000Z',
  ],
  [
    'at',
    { expression: 'at(2026-03-05T03:00:00)', zone: 'Europe/Vienna', after: '2026-03-01T06:00:00Z' },
    '2026-03-05T02:00:00.000Z',
  ],
  [
    'at, which EndDate does not bound',
    { expression: 'at(2026-03-05T03:00:00)', after: '2026-03-01T06:00:00Z', end: '2026-03-02T00:00:00Z' },
    '2026-03-05T03:00:00.000Z',
  ],
  [
    'at in the past never',
    { expression: 'at(2026-01-01T00:00:00)', after: '2026-03-01T06:00:00Z' },
    undefined,
  ],
])('fires %s', (_what, given, expected) => expect(next(given)).toBe(expected));
