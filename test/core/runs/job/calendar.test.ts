import { type CalendarJob, calendarOf, calendarOfDay, nextStart } from '../../../../core/runs/job/calendar';
import { missedRun } from '../../../../core/runs/job/missed-run';
import { newRun } from '../../../../core/runs/record/new-run';
import type { RunRecord } from '../../../../core/runs/record/run-record';
import { verdictWithout } from '../../../../core/runs/verdict/verdict';
import { scheduledInput } from '../../../helpers/runs/run-input';

const now = new Date('2026-03-28T12:00:00Z');
const nightly: CalendarJob = {
  job: 'sales/orders-daily',
  enabled: true,
  schedule: { expression: 'cron(0 4 * * ? *)', timeZone: 'Europe/Vienna' },
};

function run(
  scheduledTime: string,
  minutes: number,
  outcome: 'succeeded' | 'failed' | 'skipped' = 'succeeded',
): RunRecord {
  const opened = new Date(scheduledTime);
  const record = newRun(scheduledInput({ job: nightly.job }, scheduledTime), 'arn', 400, opened);
  const closed = new Date(opened.getTime() + minutes * 60_000).toISOString();
  return {
    ...record,
    phases: { ...record.phases, closed },
    verdict: verdictWithout(outcome, 'not-judged', ''),
  };
}

it('has past runs by their scheduled times and coming times, in UTC and in local time', () => {
  const { entries } = calendarOf([nightly], [run('2026-03-28T03:00:00Z', 20)], 2, now);
  expect(entries).toEqual([
    {
      job: nightly.job,
      at: '2026-03-28T03:00:00Z',
      local: '2026-03-28T04:00:00+01:00',
      timeZone: 'Europe/Vienna',
      state: 'succeeded',
      run: 'sales.orders-daily.20260328T030000Z',
      seconds: 1200,
    },
    // The clocks change in this night.
    expect.objectContaining({
      at: '2026-03-29T02:00:00Z',
      local: '2026-03-29T04:00:00+02:00',
      state: 'planned',
    }),
    expect.objectContaining({ at: '2026-03-30T02:00:00Z', state: 'planned', seconds: 1200 }),
  ]);
});

it('marks missed, skipped and running runs', () => {
  const { verdict: _, ...open } = run('2026-03-28T03:00:00Z', 1);
  const runs = [
    missedRun(nightly.job, { at: '2026-03-26T03:00:00Z' }, { bucket: 'b', key: 'k' }, 400, now),
    run('2026-03-27T03:00:00Z', 1, 'skipped'),
    { ...open, phases: { opened: open.openedAt } },
  ];
  expect(calendarOf([nightly], runs, 0, now).entries.map(({ state }) => state)).toEqual([
    'missed',
    'skipped',
    'open',
  ]);
});

it('marks coming times at which the run before is expected to be in flight', () => {
  const often = { ...nightly, schedule: { expression: 'cron(0 13,14,20 * * ? *)', timeZone: 'UTC' } };
  const { entries } = calendarOf([often], [run('2026-03-28T08:00:00Z', 90)], 1, now);
  expect(entries.slice(1).map(({ at, state }) => [at.slice(11, 13), state])).toEqual([
    ['13', 'planned'],
    ['14', 'overlapping'],
    ['20', 'planned'],
  ]);
});

it.each<[string, CalendarJob]>([
  ['disabled', { ...nightly, enabled: false }],
  ['paused', { ...nightly, state: { paused: { at: '', by: '', reason: '' } } }],
])('marks coming times of a job that is %s', (state, job) => {
  expect(calendarOf([job], [], 1, now).entries.map((entry) => entry.state)).toEqual([state]);
});

it('counts a rate from the last run that its schedule started', () => {
  const rate: CalendarJob = {
    ...nightly,
    schedule: { expression: 'rate(6 hours)', timeZone: 'UTC' },
    state: { lastScheduled: '2026-03-28T01:30:00Z' },
  };
  const times = calendarOf([rate], [], 1, now).entries.map(({ at }) => at);
  expect(times).toEqual([
    '2026-03-28T13:30:00Z',
    '2026-03-28T19:30:00Z',
    '2026-03-29T01:30:00Z',
    '2026-03-29T07:30:00Z',
  ]);
});

it('says of which jobs coming times are left out', () => {
  const minutes = { ...nightly, schedule: { expression: 'rate(1 minute)', timeZone: 'UTC' } };
  const { entries, shortened } = calendarOf([minutes], [], 7, now);
  expect(entries).toHaveLength(200);
  expect(shortened).toEqual([nightly.job]);
});

it('runs that are too old to be shown still say how long one takes', () => {
  const { entries } = calendarOf([nightly], [], 1, now, [run('2026-03-21T03:00:00Z', 20)]);
  expect(entries).toEqual([expect.objectContaining({ state: 'planned', seconds: 1200 })]);
});

describe('the next start of a job', () => {
  it.each<[string, Partial<CalendarJob>, string | undefined]>([
    ['a job with a schedule', {}, '2026-03-29T02:00:00Z'],
    ['a job on demand', { schedule: undefined }, undefined],
    ['a disabled job', { enabled: false }, undefined],
    ['a paused job', { state: { paused: { at: '', by: 'ada', reason: 'move' } } }, undefined],
    [
      'a rate, which counts from the last run',
      {
        schedule: { expression: 'rate(6 hours)', timeZone: 'UTC' },
        state: { lastScheduled: '2026-03-28T07:30:00Z' },
      },
      '2026-03-28T13:30:00Z',
    ],
    [
      'a weekly job',
      { schedule: { expression: 'cron(0 4 ? * 6 *)', timeZone: 'UTC' } },
      '2026-04-03T04:00:00Z',
    ],
  ])('of %s', (_name, over, at) => {
    expect(nextStart({ ...nightly, ...over }, now)).toBe(at);
  });
});

describe('a day', () => {
  const from = new Date('2026-03-27T23:59:59.999Z');
  const until = new Date('2026-03-28T23:59:59.999Z');
  const often = { ...nightly, schedule: { expression: 'cron(0 4,23 * * ? *)', timeZone: 'UTC' } };

  it('of today has past runs, and the times that are still to come', () => {
    const entries = calendarOfDay([often], [run('2026-03-28T04:00:00Z', 20)], { from, until, now });
    expect(entries.map(({ at, state }) => `${at} ${state}`)).toEqual([
      '2026-03-28T04:00:00Z succeeded',
      '2026-03-28T23:00:00Z planned',
    ]);
  });

  it('of the future has all its times, and one of the past has none', () => {
    const at = (time: string) => calendarOfDay([often], [], { from, until, now: new Date(time) });
    expect(at('2026-03-20T00:00:00Z')).toHaveLength(2);
    expect(at('2026-03-29T00:00:00Z')).toEqual([]);
  });

  it('has runs of jobs that are not deployed any more', () => {
    expect(calendarOfDay([], [run('2026-03-28T04:00:00Z', 20)], { from, until, now })).toMatchObject([
      { job: nightly.job, timeZone: 'UTC' },
    ]);
  });
});
