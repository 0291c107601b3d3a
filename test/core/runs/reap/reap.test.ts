import { isLeftInFlightRun, isLeftLease } from '../../../../core/runs/reap/left-item';
import { isLeftTask, type TaskFacts } from '../../../../core/runs/reap/left-task';
import { type StagingFacts, stagedFilesEnd } from '../../../../core/runs/reap/staged-files';
import { verdictWithout } from '../../../../core/runs/verdict/verdict';

const now = new Date('2026-03-10T12:00:00Z');
const old = '2026-03-08T12:00:00Z';
const young = '2026-03-10T00:00:00Z';
const closed = { phases: { opened: old, closed: old } };
const open = { phases: { opened: old } };

const run = 'sales.orders-daily.20260308T120000Z';
const left: TaskFacts = {
  task: { arn: 'arn:task', identifier: 'dev-sales-1', status: 'stopped', mode: 'full-load', createdAt: old },
  tags: { 'lakeferry:environment': 'dev', 'lakeferry:run': run },
  record: closed,
  inFlight: [],
  replication: undefined,
};

test.each<[string, Partial<TaskFacts>, boolean]>([
  ['the task of a closed run', {}, true],
  ['the task of a run whose record expired', { record: undefined }, true],
  ['a task that still runs', { task: { ...left.task, status: 'running' } }, true],
  ['a task of another environment', { tags: { ...left.tags, 'lakeferry:environment': 'prod' } }, false],
  ['a task without tags', { tags: {} }, false],
  ['the task of a CDC job', { tags: { 'lakeferry:environment': 'dev', 'lakeferry:plan': 'x' } }, false],
  ['a task that reads changes', { task: { ...left.task, mode: 'full-load-and-cdc' } }, false],
  ['a task with a checkpoint', { task: { ...left.task, checkpoint: 'checkpoint:V1#1' } }, false],
  ['a young task', { task: { ...left.task, createdAt: young } }, false],
  ['a task of unknown age', { task: { ...left.task, createdAt: undefined } }, false],
  ['the task of an open run', { record: open }, false],
  ['the task of a run that was closed today', { record: { phases: { opened: old, closed: young } } }, false],
  ['the task of a run in flight', { inFlight: [{ run, forJob: 'sales/orders-daily' }] }, false],
  [
    'a task that a run in flight names',
    { inFlight: [{ run: 'x', forJob: 'sales/x', taskArn: 'arn:task' }] },
    false,
  ],
  ['a task that is being deleted', { task: { ...left.task, status: 'deleting' } }, false],
  ['a task of an unknown status', { task: { ...left.task, status: 'new-word' } }, false],
])('%s', (_, over, expected) => {
  expect(isLeftTask('dev', { ...left, ...over }, now)).toBe(expected);
});

/** Seed 1456 of 0.05 days: CreateTask died between the creation of a CDC job's task and its record. */
const unrecorded: TaskFacts = {
  ...left,
  task: { ...left.task, status: 'ready', mode: 'cdc' },
  tags: {
    'lakeferry:environment': 'dev',
    'lakeferry:department': 'sales',
    'lakeferry:job': 'orders-live',
    'lakeferry:plan': 'x',
  },
  record: undefined,
};

test.each<[string, Partial<TaskFacts>, boolean]>([
  ['a task of a CDC job that no run has recorded', {}, true],
  ['one of a job that has another task', { replication: { taskArn: 'arn:other' } }, true],
  ['the task that the job has', { replication: { taskArn: 'arn:task' } }, false],
  ['one that has run', { task: { ...unrecorded.task, startedAt: old } }, false],
  ['one with a checkpoint', { task: { ...unrecorded.task, checkpoint: 'x' } }, false],
  ['one that was created today', { task: { ...unrecorded.task, createdAt: young } }, false],
  ['one that is being created', { task: { ...unrecorded.task, status: 'creating' } }, false],
  ['one of a job with a run', { inFlight: [{ run: 'r', forJob: 'sales/orders-live' }] }, false],
  ['one of another environment', { tags: { ...unrecorded.tags, 'lakeferry:environment': 'prod' } }, false],
  ['one without a job', { tags: { 'lakeferry:environment': 'dev' } }, false],
])('%s', (_, over, expected) => {
  expect(isLeftTask('dev', { ...unrecorded, ...over }, now)).toBe(expected);
});

test('an in-flight item is left when its run has ended and its task is gone', () => {
  const facts = { record: closed, isExecuting: false };
  const is = (over: object, more: object = {}, hasTask = false) =>
    isLeftInFlightRun({ since: old, ...more }, { ...facts, ...over }, hasTask, now);
  expect(is({})).toBe(true);
  expect(is({ record: undefined })).toBe(true);
  expect(is({ record: open })).toBe(false);
  expect(is({ isExecuting: true })).toBe(false);
  expect(is({}, { since: young })).toBe(false);
  expect(is({}, {}, true)).toBe(false);
  expect(is({}, { livesOn: 'cdc' }, true)).toBe(true);
});

test('a lease is left when the run that holds it has ended', () => {
  const is = (over: object, takenAt = old) =>
    isLeftLease({ takenAt }, { record: closed, isExecuting: false, isInFlight: false, ...over }, now);
  expect(is({})).toBe(true);
  for (const over of [{ record: open }, { isExecuting: true }, { isInFlight: true }])
    expect(is(over)).toBe(false);
  expect(is({}, young)).toBe(false);
});

describe('staged files', () => {
  const yesterday = '2026-03-09T12:00:00.000Z';
  const ended = (outcome: Parameters<typeof verdictWithout>[0]): StagingFacts['newest'] => ({
    openedAt: '2026-03-05T10:00:00.900Z',
    phases: { opened: old, closed: old, published: old },
    publishes: 'snapshot',
    verdict: verdictWithout(outcome, 'state-failed', ''),
  });
  const unpublished = { ...ended('succeeded'), phases: { opened: old, closed: old } };

  test.each<[string, StagingFacts, string | undefined]>([
    ['of a published run go after 24 hours', { newest: ended('succeeded') }, yesterday],
    ['of a failed run stay for its retry', { newest: ended('failed') }, '2026-03-05T10:00:00.000Z'],
    ['of a cancelled run stay as well', { newest: ended('cancelled') }, '2026-03-05T10:00:00.000Z'],
    ['that were not published stay', { newest: unpublished }, '2026-03-05T10:00:00.000Z'],
    [
      'of the first attempt stay, from which a retry took over tables',
      { newest: ended('failed'), firstAttempt: { openedAt: '2026-03-04T10:00:00Z' } },
      '2026-03-04T10:00:00.000Z',
    ],
    [
      'of a streak of failures stay',
      { newest: ended('failed'), trouble: { openedAt: '2026-03-01T10:00:00Z' } },
      '2026-03-01T10:00:00.000Z',
    ],
    [
      'of an open run stay, as all of the job',
      { newest: { ...ended('failed'), phases: open.phases } },
      undefined,
    ],
    ['stay when the newest run was skipped', { newest: ended('skipped') }, undefined],
    ['stay when the newest run was missed', { newest: ended('missed') }, undefined],
    [
      'stay after a run of some tables',
      { newest: { ...ended('succeeded'), onlyTables: ['a.b'] } },
      undefined,
    ],
    ['stay when the streak has no record', { newest: ended('failed'), trouble: 'unknown' }, undefined],
  ])('%s', (_, facts, expected) => {
    expect(stagedFilesEnd(facts, now)?.toISOString()).toBe(expected);
  });
});
