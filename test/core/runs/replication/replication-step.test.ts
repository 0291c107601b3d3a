import { taskStatuses } from '../../../../core/model/task-status';
import type { Replication } from '../../../../core/runs/replication/replication';
import {
  nextAttempt,
  type ReplicationStep,
  replicationStep,
} from '../../../../core/runs/replication/replication-step';
import type { Task } from '../../../../core/runs/task/task';

const now = new Date('2026-03-01T12:00:00.000Z');
const record: Replication = {
  forJob: 'sales/orders',
  mode: 'cdc',
  desired: 'running',
  desiredBy: 'schedule',
  desiredAt: '2026-03-01T10:00:00.000Z',
  taskIdentifier: 'dev-sales-orders',
  taskArn: 'arn:task:A',
  planHash: '0123456789abcdef',
  plan: { bucket: 'b', key: 'k' },
  endpoints: { sourceEndpointArn: 's', targetEndpointArn: 't', replicationInstanceArn: 'i' },
  maxLatencySeconds: 60,
  resumeLimit: 2,
  run: 'run',
};

function task(status: string, over: Partial<Task> = {}): Task {
  return {
    arn: 'arn:task:A',
    identifier: 'dev-sales-orders',
    status,
    startedAt: '2026-03-01T10:00:00.000Z',
    ...over,
  };
}

function steps(desired: Replication['desired'], held: boolean): Record<string, ReplicationStep['do']> {
  return Object.fromEntries(
    taskStatuses.map((status) => [
      status,
      replicationStep({ ...record, desired }, task(status), held, now).do,
    ]),
  );
}

const onItsWay = {
  creating: 'wait',
  starting: 'wait',
  stopping: 'wait',
  modifying: 'wait',
  moving: 'wait',
  testing: 'wait',
};

test('a task that should run has a step for each status', () => {
  expect(steps('running', false)).toEqual({
    ...onItsWay,
    running: 'monitor',
    ready: 'give-up',
    stopped: 'resume',
    failed: 'resume',
    'failed-move': 'resume',
    deleting: 'give-up',
  });
});

test('while a run is in flight, the poll leaves the start to the run', () => {
  const held = steps('running', true);
  expect(held['running']).toBe('monitor');
  for (const status of taskStatuses.filter((known) => known !== 'running')) expect(held[status]).toBe('wait');
});

test('a task that should be stopped is stopped when it runs, and never resumed or deleted', () => {
  expect(steps('stopped', false)).toEqual({
    ...onItsWay,
    running: 'stop',
    ready: 'rest',
    stopped: 'rest',
    failed: 'rest',
    'failed-move': 'rest',
    deleting: 'rest',
  });
  expect(replicationStep({ ...record, desired: 'stopped' }, undefined, false, now)).toEqual({ do: 'rest' });
});

test('a status that the guide does not document waits', () => {
  for (const desired of ['running', 'stopped'] as const)
    expect(replicationStep({ ...record, desired }, task('dreaming'), false, now).do).toBe('wait');
});

test.each(['2026-03-01T12:00:00.000Z', '2026-03-01T11:57:00.001Z', undefined])(
  'answers without the task since %s raise no alert',
  (since) => {
    const seen = since === undefined ? undefined : { status: 'gone', at: since, since };
    expect(replicationStep({ ...record, seen }, undefined, false, now)).toEqual({ do: 'wait' });
  },
);

test('an answer without the task, right after a poll that saw it, raises no alert', () => {
  const long = '2026-03-01T08:00:00.000Z';
  const seen = { status: 'running', at: long, since: long };
  expect(replicationStep({ ...record, seen }, undefined, false, now)).toEqual({ do: 'wait' });
});

test('a task that no longer exists is reported once', () => {
  const since = '2026-03-01T11:57:00.000Z';
  const missing = { ...record, seen: { status: 'gone', at: since, since } };
  expect(replicationStep(missing, undefined, false, now).do).toBe('give-up');
  expect(replicationStep(missing, undefined, true, now).do).toBe('wait');
  const alerted = { ...missing, alerts: { down: '2026-03-01T11:00:00.000Z' } };
  expect(replicationStep(alerted, undefined, false, now)).toEqual({ do: 'rest' });
});

test('attempts come 1, 2, 4 ... and at most 30 minutes after each other', () => {
  const waits = [1, 2, 3, 4, 5, 6, 9].map(
    (attempt) => (Date.parse(nextAttempt(attempt, now)) - now.getTime()) / 60_000,
  );
  expect(waits).toEqual([1, 2, 4, 8, 16, 30, 30]);
});

test('after the last attempt the poll waits before it gives up, and reports it once', () => {
  const tried = (nextAt: string) => ({
    ...record,
    resumes: { count: 2, lastAt: '2026-03-01T11:55:00.000Z', nextAt },
  });
  expect(replicationStep(tried('2026-03-01T12:01:00.000Z'), task('failed'), false, now).do).toBe('wait');
  const over = tried('2026-03-01T11:59:00.000Z');
  expect(replicationStep(over, task('failed', { lastFailureMessage: 'boom' }), false, now)).toEqual({
    do: 'give-up',
    cause: 'the task failed: boom; 2 of 2 attempts to resume it failed',
  });
  const alerted = { ...over, alerts: { down: '2026-03-01T11:59:30.000Z' } };
  expect(replicationStep(alerted, task('failed'), false, now).do).toBe('rest');
});

test('a limit of zero attempts gives up at once', () => {
  expect(replicationStep({ ...record, resumeLimit: 0 }, task('failed'), false, now).do).toBe('give-up');
});

test('a task that failed before it ever ran cannot be resumed', () => {
  expect(replicationStep(record, task('failed', { startedAt: undefined }), false, now).do).toBe('give-up');
});

test.each(['STOPPED_AFTER_FULL_LOAD', 'STOPPED_AFTER_CACHED_EVENTS', 'STOPPED_AT_SERVER_TIME'])(
  'a stop by the task’s own settings (%s) is intended',
  (reason) => {
    const stopped = task('stopped', { stopReason: `Stop Reason ${reason}` });
    expect(replicationStep(record, stopped, false, now).do).toBe('stand-down');
  },
);

test('after any other stop, even in the console, a task that should run is resumed', () => {
  for (const reason of ['NORMAL', 'RECOVERABLE_ERROR', 'FATAL_ERROR', 'RECYCLE_TASK'])
    expect(
      replicationStep(record, task('stopped', { stopReason: `Stop Reason ${reason}` }), false, now).do,
    ).toBe('resume');
});

test('a task has recovered after ten minutes since it was resumed', () => {
  const resumed = (lastAt: string) => ({ ...record, resumes: { count: 1, lastAt, nextAt: lastAt } });
  const step = (known: Replication, startedAt: string) =>
    replicationStep(known, task('running', { startedAt }), false, now);
  expect(step(resumed('2026-03-01T11:55:00.000Z'), '2026-03-01T11:55:10.000Z')).toEqual({
    do: 'monitor',
    recovered: false,
  });
  expect(step(resumed('2026-03-01T11:40:00.000Z'), '2026-03-01T11:41:00.000Z')).toEqual({
    do: 'monitor',
    recovered: true,
  });
  expect(step(record, '2026-03-01T11:00:00.000Z')).toEqual({ do: 'monitor', recovered: false });
});
