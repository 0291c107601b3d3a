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

describe('after the deployment that held a task', () => {
  const held = { ...record, held: { reason: 'deployment of lakeferry-dev-sales', since: now.toISOString() } };

  test('it is resumed, also where no attempt after a failure is allowed', () => {
    const cause = 'the deployment of lakeferry-dev-sales has ended';
    for (const resumeLimit of [0, 2])
      expect(replicationStep({ ...held, resumeLimit }, task('stopped'), false, now)).toMatchObject({
        ...{ do: 'resume', attempt: 1, cause },
      });
  });

  test('it is resumed for the last time when that attempt was the only one', () => {
    const resumes = { count: 1, lastAt: '2026-03-01T11:50:00.000Z', nextAt: '2026-03-01T11:51:00.000Z' };
    expect(replicationStep({ ...held, resumes, resumeLimit: 0 }, task('stopped'), false, now)).toEqual({
      do: 'give-up',
      cause: 'the deployment of lakeferry-dev-sales has ended; 1 of 1 attempts to resume it failed',
    });
  });

  test('a failure has DMS’s message as its cause', () => {
    const failed = task('failed', { lastFailureMessage: 'boom' });
    expect(replicationStep(held, failed, false, now)).toMatchObject({ cause: 'the task failed: boom' });
  });
});

test('a task that failed before it ever ran cannot be resumed', () => {
  expect(replicationStep(record, task('failed', { startedAt: undefined }), false, now).do).toBe('give-up');
});

/** Texts of DMS and of the servers about what no repetition fixes, with a part of the way out. */
const withoutCure = [
  [
    "Can't resume task after replication slot was dropped",
    /start-from: now, run lakeferry stop sales\/orders --delete/,
  ],
  ['ERROR: replication slot "dms_slot_a" does not exist', /lakeferry start sales\/orders/],
  ['ERROR: can no longer get changes from replication slot "a"', /--delete/],
  ['ERROR: cannot read from logical replication slot "a"', /--delete/],
  ['ERROR: requested WAL segment 000000010000000A000000B1 has already been removed', /--delete/],
  ['Error 1236 reading binary log.', /the changes until then are lost/],
  ['Could not find first log file name in binary log index file', /--delete/],
  ['the master has purged binary logs containing GTIDs that the slave requires', /--delete/],
  ['Archived Redo log with the sequence 232488 does not exist, thread 1 [1022318]', /RESTORE ARCHIVELOG/],
  ['Oracle CDC maximum retry counter exceeded', /RESTORE ARCHIVELOG/],
  ['ORA-01291: missing logfile', /RESTORE ARCHIVELOG/],
  [
    "Failed to access LSN '0000dbd9:0006f9ad:0003' in the backup log sets since BACKUP/LOG-s are not available.",
    /log backups/,
  ],
  ['ARCHIVELOG mode is not configured in the Oracle instance', /ALTER DATABASE ARCHIVELOG/],
  ['supplemental_log_data_min in v$database is set to NO', /ADD SUPPLEMENTAL LOG DATA/],
  ["MS-CDC has not been enabled on database 'source'", /sp_cdc_enable_db/],
  ['MS-REPLICATION is not enabled', /distribution database/],
  ['Binary Logging must be enabled for MySQL server', /enable the binary log/],
  ['logical decoding requires "wal_level" >= "logical"', /wal_level = 'logical'/],
  ['must be superuser or replication role to use replication slots', /lakeferry doctor/],
  ['ORA-01031: insufficient privileges', /lakeferry doctor/],
  ['No tables were found at task initialization.', /compare the job’s tables/],
  ['Server name must be supplied', /host and port/],
] as const;

test.each(withoutCure)('a failure that no repetition fixes is reported at once: %s', (text, wayOut) => {
  const message = `Last Error  ${text} Stop Reason FATAL_ERROR Error Level FATAL`;
  const failed = task('failed', { stopReason: message, lastFailureMessage: message });
  expect(replicationStep(record, failed, false, now)).toEqual({
    do: 'give-up',
    cause: expect.stringMatching(wayOut),
  });
  expect(replicationStep(record, task('stopped', { stopReason: message }), false, now).do).toBe('give-up');
  expect(replicationStep(record, failed, true, now).do).toBe('wait');
  const alerted = { ...record, alerts: { down: '2026-03-01T11:00:00Z' } };
  expect(replicationStep(alerted, failed, false, now).do).toBe('rest');
  // DMS keeps the message of an earlier failure.
  const stopped = task('stopped', { stopReason: 'Stop Reason NORMAL', lastFailureMessage: message });
  expect(replicationStep(record, stopped, false, now).do).toBe('resume');
});

test('the way out of full-load-and-cdc loads the tables again', () => {
  const lost = task('failed', { lastFailureMessage: 'Error 1236 reading binary log.' });
  expect(replicationStep({ ...record, mode: 'full-load-and-cdc' }, lost, false, now)).toMatchObject({
    cause: expect.stringContaining('its tables are loaded again'),
  });
});

test.each([
  'Task error notification received from subtask 0, thread 0 [reptask/replicationtask.c:1236] [1022502]',
  'The task stopped abnormally',
  'Cannot connect to the source: timeout expired',
  'password authentication failed for user "app"',
  'replication slot "a" is active for PID 123',
  'all replication slots are in use',
  'Lost connection to MySQL server during query',
  'Endpoint initialization failed.',
])('a failure that may pass is resumed: %s', (text) => {
  expect(replicationStep(record, task('failed', { lastFailureMessage: text }), false, now).do).toBe('resume');
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
