import { expectedRuns } from '../../../../core/runs/job/expected-runs';
import { freshnessChange } from '../../../../core/runs/job/freshness';
import type { JobState } from '../../../../core/runs/job/job-state';
import { isMissed, missedRun } from '../../../../core/runs/job/missed-run';
import { runIdOf } from '../../../../core/runs/record/run-identity';

const daily = { expression: 'cron(0 2 * * ? *)', timeZone: 'UTC' };
const job = { enabled: true, schedule: daily };
const by = 'cron(0 2 * * ? *) UTC';
const at = (text: string) => new Date(text);
const known = (through: string, more: Partial<JobState> = {}) => ({ scheduled: { by, through }, ...more });

it('a job that is seen for the first time owes nothing for the past', () => {
  expect(expectedRuns(undefined, job, at('2026-03-01T12:00:00Z'))).toEqual({
    scheduled: { by, through: '2026-03-01T12:00:00.000Z' },
    due: [],
  });
});

it('a time is due after 15 minutes, and once', () => {
  const state = known('2026-03-01T12:00:00.000Z');
  expect(expectedRuns(state, job, at('2026-03-02T02:14:59Z')).due).toEqual([]);
  const later = expectedRuns(state, job, at('2026-03-02T02:15:00Z'));
  expect(later).toEqual({
    scheduled: { by, through: '2026-03-02T02:00:00Z' },
    due: [{ at: '2026-03-02T02:00:00Z' }],
  });
  expect(expectedRuns({ scheduled: later.scheduled }, job, at('2026-03-02T02:16:00Z')).due).toEqual([]);
});

it.each<[string, Partial<JobState>, { enabled: boolean; schedule?: typeof daily }]>([
  ['disabled', {}, { enabled: false, schedule: daily }],
  ['paused', { paused: { at: '2026-03-01T00:00:00Z', by: 'pause-after', reason: '' } }, job],
  ['on demand', {}, { enabled: true }],
])('a job that is %s misses nothing, and owes nothing for that time afterwards', (_, more, given) => {
  const now = at('2026-03-09T12:00:00Z');
  const expected = expectedRuns(known('2026-03-01T12:00:00.000Z', more), given, now);
  expect(expected).toEqual({ scheduled: undefined, due: [] });
  expect(expectedRuns({ scheduled: undefined }, job, now).due).toEqual([]);
});

it('a changed schedule begins at the change', () => {
  const earlier = { enabled: true, schedule: { ...daily, expression: 'cron(0 10 * * ? *)' } };
  expect(expectedRuns(known('2026-03-01T02:00:00Z'), earlier, at('2026-03-01T12:00:00Z'))).toEqual({
    scheduled: { by: 'cron(0 10 * * ? *) UTC', through: '2026-03-01T12:00:00.000Z' },
    due: [],
  });
});

describe('a changed schedule with the time of its deployment', () => {
  const ten = { enabled: true, schedule: { ...daily, expression: 'cron(0 10 * * ? *)' } };
  const expected = (now: string, deployedAt: string) =>
    expectedRuns(known('2026-03-01T01:00:00Z'), ten, at(now), deployedAt);

  /** Seed 5637 of 0.05 days: polls died from the due time until after the deployment. */
  it('owes the times of the schedule before', () => {
    expect(expected('2026-03-01T12:00:00Z', '2026-03-01T09:00:00.000Z')).toEqual({
      scheduled: { by: 'cron(0 10 * * ? *) UTC', through: '2026-03-01T09:00:00.000Z' },
      due: [{ at: '2026-03-01T02:00:00Z' }],
    });
    expect(expected('2026-03-01T12:00:00Z', '2026-03-01T01:30:00.000Z').due).toEqual([]);
  });

  it('waits until the last of them has had its time to start', () => {
    expect(expected('2026-03-01T02:14:00Z', '2026-03-01T02:10:00.000Z')).toEqual({
      scheduled: { by, through: '2026-03-01T01:00:00Z' },
      due: [],
    });
    expect(expected('2026-03-01T02:16:00Z', '2026-03-01T02:10:00.000Z')).toEqual({
      scheduled: { by, through: '2026-03-01T02:00:00Z' },
      due: [{ at: '2026-03-01T02:00:00Z' }],
    });
  });
});

it('a single time that was past when it was deployed is due', () => {
  const once = { enabled: true, schedule: { ...daily, expression: 'at(2026-03-01T02:00:00)' } };
  const first = expectedRuns(undefined, once, at('2026-03-01T12:00:00Z'));
  expect(expectedRuns({ scheduled: first.scheduled }, once, at('2026-03-01T12:01:00Z')).due).toEqual([
    { at: '2026-03-01T02:00:00Z' },
  ]);
});

it('a rate counts from the last run that its schedule started', () => {
  const rate = { enabled: true, schedule: { ...daily, expression: 'rate(6 hours)' } };
  const state = {
    scheduled: { by: 'rate(6 hours) UTC', through: '2026-03-01T00:00:00.000Z' },
    lastScheduled: '2026-03-01T05:30:00Z',
  };
  const shown = { at: '2026-03-01T05:30:00Z' };
  expect(expectedRuns(state, rate, at('2026-03-01T11:44:00Z')).due).toEqual([shown]);
  expect(expectedRuns(state, rate, at('2026-03-01T11:45:00Z')).due).toEqual([
    shown,
    { at: '2026-03-01T11:30:00Z' },
  ]);
});

/** Seed 1239 of 0.05 days: the time before the run that showed the phase had no record. */
it('a time between the last missed one and the run that shows the phase is due', () => {
  const rate = { enabled: true, schedule: { ...daily, expression: 'rate(10 minutes)' } };
  const state = {
    scheduled: { by: 'rate(10 minutes) UTC', through: '2026-03-01T05:00:24Z' },
    lastScheduled: '2026-03-01T05:20:03Z',
  };
  const { due, scheduled } = expectedRuns(state, rate, at('2026-03-01T05:36:00Z'));
  expect(due).toEqual([{ at: '2026-03-01T05:10:03Z' }, { at: '2026-03-01T05:20:03Z' }]);
  expect(scheduled?.through).toBe('2026-03-01T05:20:03Z');
});

/** Seed 6484 of 0.05 days: deployments updated the schedule, and times of its new phase before them counted as missed. */
it('a rate that a deployment updated counts from the first run afterwards', () => {
  const rate = { enabled: true, schedule: { ...daily, expression: 'rate(10 minutes)' } };
  const state = {
    scheduled: { by: 'rate(10 minutes) UTC', through: '2026-03-01T05:50:00.000Z', shown: true as const },
    lastScheduled: '2026-03-01T06:24:48Z',
  };
  const expected = expectedRuns(state, rate, at('2026-03-01T06:25:00Z'));
  expect(expected).toEqual({
    scheduled: { ...state.scheduled, through: '2026-03-01T06:24:48Z' },
    due: [{ at: '2026-03-01T06:00:00Z' }, { at: '2026-03-01T06:10:00Z' }],
  });
  const next = { scheduled: expected.scheduled, lastScheduled: '2026-03-01T06:24:48Z' };
  expect(expectedRuns(next, rate, at('2026-03-01T06:50:00Z')).due).toEqual([{ at: '2026-03-01T06:34:48Z' }]);
});

it('a rate shows a time that was lost between two runs', () => {
  const rate = { enabled: true, schedule: { ...daily, expression: 'rate(5 minutes)' } };
  const first = { by: 'rate(5 minutes) UTC', through: '2026-03-01T00:00:40.000Z' };
  const phase = expectedRuns(
    { scheduled: first, lastScheduled: '2026-03-01T00:05:20Z' },
    rate,
    at('2026-03-01T00:06:00Z'),
  );
  expect(phase).toEqual({
    scheduled: { ...first, through: '2026-03-01T00:00:20.000Z', shown: true },
    due: [],
  });
  const later = { scheduled: phase.scheduled, lastScheduled: '2026-03-01T00:25:20Z' };
  expect(expectedRuns(later, rate, at('2026-03-01T00:26:00Z')).due).toEqual([
    { at: '2026-03-01T00:05:20Z' },
    { at: '2026-03-01T00:10:20Z' },
  ]);
});

it('a schedule in a gap of a clock change is due when the clock jumps', () => {
  const vienna = {
    enabled: true,
    schedule: { ...daily, expression: 'cron(30 2 * * ? *)', timeZone: 'Europe/Vienna' },
  };
  const state = { scheduled: { by: 'cron(30 2 * * ? *) Europe/Vienna', through: '2026-03-28T01:30:00Z' } };
  expect(expectedRuns(state, vienna, at('2026-03-29T01:14:00Z')).due).toEqual([]);
  expect(expectedRuns(state, vienna, at('2026-03-29T01:15:00Z')).due).toMatchObject([
    { at: '2026-03-29T01:00:00Z', skippedBy: { date: '2026-03-29' } },
  ]);
  const repeated = { scheduled: { by: 'cron(30 2 * * ? *) Europe/Vienna', through: '2026-10-24T00:30:00Z' } };
  expect(expectedRuns(repeated, vienna, at('2026-10-25T04:00:00Z')).due).toEqual([
    { at: '2026-10-25T00:30:00Z' },
  ]);
});

it('a month without polls is caught up in pieces', () => {
  const minutes = { enabled: true, schedule: { ...daily, expression: 'cron(* * * * ? *)' } };
  const state = { scheduled: { by: 'cron(* * * * ? *) UTC', through: '2026-03-01T00:00:00Z' } };
  const { due, scheduled } = expectedRuns(state, minutes, at('2026-04-01T00:00:00Z'));
  expect(due).toHaveLength(50);
  expect(scheduled?.through).toBe('2026-03-01T00:50:00Z');
});

it('the record of a missed run has the id of the run that did not begin', () => {
  const record = missedRun(
    'sales/orders-daily',
    { at: '2026-03-02T02:00:00Z' },
    { bucket: 'plans', key: 'a.json' },
    400,
    at('2026-03-02T02:15:00Z'),
  );
  const trigger = { by: 'schedule', scheduleArn: 'arn:x', scheduledTime: '2026-03-02T02:00:00Z' } as const;
  expect(record.run).toBe(runIdOf({ job: 'sales/orders-daily', trigger }));
  expect(isMissed(record)).toBe(true);
  expect(record.phases.closed).toBe('2026-03-02T02:15:00.000Z');
});

describe('freshness', () => {
  const now = at('2026-03-02T04:00:01Z');
  const limit = 26 * 3600;

  it.each<[string, Parameters<typeof freshnessChange>[0], string | undefined, string]>([
    ['data within the limit', {}, '2026-03-01T02:30:00Z', 'none'],
    ['data beyond the limit', {}, '2026-03-01T02:00:00Z', 'stale'],
    ['stale data that people know of', { stale: { since: 'x' } }, '2026-03-01T02:00:00Z', 'none'],
    ['data that is good again', { stale: { since: 'x' } }, '2026-03-02T03:00:00Z', 'fresh'],
    ['a job that never succeeded', { knownSince: '2026-03-01T02:00:00Z' }, undefined, 'stale'],
    ['a job that was deployed lately', { knownSince: '2026-03-02T02:00:00Z' }, undefined, 'none'],
    ['a job that nothing is known of', {}, undefined, 'none'],
  ])('%s', (_, state, dataTime, expected) => {
    expect(freshnessChange(state, dataTime, limit, now).change).toBe(expected);
  });

  it('names the moment from which the data was too old', () => {
    expect(freshnessChange({}, '2026-03-01T02:00:00Z', limit, now)).toEqual({
      change: 'stale',
      since: '2026-03-02T04:00:00.000Z',
      ageSeconds: limit + 1,
    });
  });
});
