import type { Replication } from '../../../core/runs/replication/replication';
import type { ReplicationNotice } from '../../../core/runs/replication/replication-notice';
import { startTestHistory, type TestHistory } from '../../helpers/runs/history-table';
import { endpoints } from '../../helpers/runs/run-input';

const key = 'sales/orders';
const at = '2026-03-01T10:00:00.000Z';
const desired = {
  forJob: key,
  mode: 'cdc',
  desiredBy: 'schedule',
  desiredAt: at,
  taskIdentifier: 'dev-sales-orders',
  planHash: '0123456789abcdef',
  plan: { bucket: 'b', key: 'k' },
  endpoints,
  maxLatencySeconds: 60,
  resumeLimit: 3,
  run: 'run-1',
} as const;
const resumes = (count: number): NonNullable<Replication['resumes']> => ({ count, lastAt: at, nextAt: at });

let store: TestHistory;
beforeEach(async () => {
  store = await startTestHistory();
});
afterEach(() => store.stop());

function noticeOf(kind: ReplicationNotice['kind']): ReplicationNotice {
  return { kind, state: 'noted', detail: kind, at };
}

describe('the desired state of a CDC job', () => {
  test('is safe to write twice, and keeps what was last seen of the task', async () => {
    const { history } = store;
    await history.recordDesiredReplication(desired);
    await history.replicationHasTask(key, 'arn:A', []);
    await history.recordSeen(key, { seen: { status: 'running', at, since: at } });
    const again = await history.recordDesiredReplication({ ...desired, run: 'run-2' });
    expect(again).toMatchObject({
      desired: 'running',
      taskArn: 'arn:A',
      run: 'run-2',
      seen: { status: 'running' },
    });
    expect(await history.replications()).toEqual([again]);
  });

  test('forgets the attempts to resume, but no alert, which a poll clears', async () => {
    const { history } = store;
    await history.recordDesiredReplication(desired);
    await history.countResume(key, resumes(1), 0);
    await history.raiseAlert(key, 'down', noticeOf('down'));
    await history.raiseAlert(key, 'latency', noticeOf('late'));
    expect(await history.recordDesiredReplication(desired)).toMatchObject({
      alerts: { down: at, latency: at },
    });
    expect((await history.replication(key))?.resumes).toBeUndefined();
  });

  test('an alert and its notice are one write, once per raise and clear', async () => {
    const { history } = store;
    await history.recordDesiredReplication(desired);
    expect(await history.clearAlert(key, 'down', noticeOf('up'))).toBe(false);
    const raised = await Promise.all([1, 2].map(() => history.raiseAlert(key, 'down', noticeOf('down'))));
    expect(raised.sort()).toEqual([false, true]);
    await history.raiseAlert(key, 'latency', noticeOf('late'));
    expect(await history.clearAlert(key, 'down', noticeOf('up'))).toBe(true);
    const notices = ['down', 'late', 'up'].map((kind) => expect.objectContaining({ kind }));
    const record = await history.replication(key);
    expect(record).toMatchObject({ alerts: { latency: at }, notices });
    await history.forgetNotices(key, { noticeCount: 2 });
    expect((await history.replication(key))?.notices).toHaveLength(3);
    await history.forgetNotices(key, record ?? {});
    expect((await history.replication(key))?.notices).toBeUndefined();
  });

  test('a new state is recorded with its notice, by one poll', async () => {
    const { history } = store;
    await history.recordDesiredReplication(desired);
    const seen = { status: 'running', at, since: at };
    const both = await Promise.all([1, 2].map(() => history.recordNewState(key, seen, noticeOf('up'), {})));
    expect(both.sort()).toEqual([false, true]);
    expect(await history.recordNewState(key, seen, noticeOf('up'), { seen: { ...seen, at: 'then' } })).toBe(
      false,
    );
    expect(await history.replication(key)).toMatchObject({ seen, notices: [{ kind: 'up' }] });
  });

  test('two polls that count one attempt at the same time count it once', async () => {
    const { history } = store;
    await history.recordDesiredReplication(desired);
    expect(await Promise.all([1, 2, 3].map(() => history.countResume(key, resumes(1), 0)))).toEqual(
      expect.arrayContaining([true, false, false]),
    );
    expect(await history.countResume(key, resumes(2), 0)).toBe(false);
    expect(await history.countResume(key, resumes(2), 1)).toBe(true);
  });

  test('is never created by an observation or a change of the desired state', async () => {
    const { history } = store;
    await history.recordSeen(key, { seen: { status: 'running', at, since: at } });
    await history.raiseAlert(key, 'down', noticeOf('down'));
    await history.clearAlert(key, 'down', noticeOf('up'));
    await history.addNotice(key, noticeOf('schema-drift'));
    await history.replicationHasTask(key, 'arn:A', []);
    const wanted = { desired: 'stopped', desiredBy: 'ada', desiredAt: at } as const;
    expect(await history.changeDesiredState(key, wanted)).toBeUndefined();
    expect(await history.replications()).toEqual([]);
  });

  test('is not in a list of runs', async () => {
    await store.history.recordDesiredReplication(desired);
    const listing = { limit: 10, now: new Date(at) };
    expect(await store.history.runsOfJob(key, listing)).toEqual([]);
    expect(await store.history.runsOfDepartment('sales', listing)).toEqual([]);
  });
});

test('a checkpoint outlives the job’s item and its task', async () => {
  const { history } = store;
  const checkpoint = {
    checkpoint: 'checkpoint:V1#1',
    seenAt: at,
    seenIn: 'before-stop',
    taskArn: 'arn:A',
    status: 'running',
  } as const;
  await history.recordDesiredReplication(desired);
  await history.keepCheckpoint(key, checkpoint);
  await history.forgetReplication(key);
  expect(await history.checkpoint(key)).toEqual(checkpoint);
});

test('a series is written by one poll at a time', async () => {
  const { history } = store;
  const first = { points: [{ at }], updatedAt: at };
  await history.recordSeries(key, first, undefined);
  await history.recordSeries(key, { ...first, updatedAt: 'late' }, undefined);
  expect(await history.series(key)).toEqual(first);
  const second = {
    points: [{ at }, { at: 'then', rows: 5, operations: [3, 2, 0] as const }],
    updatedAt: 'then',
    changes: { total: 5, at: 'then', operations: [3, 2, 0] as const },
  };
  await history.recordSeries(key, second, first);
  await history.recordSeries(key, { ...second, updatedAt: 'late' }, first);
  expect(await history.series(key)).toEqual(second);
});

test('events are listed newest first, an event that is written twice is one, and they expire like runs', async () => {
  const { history } = store;
  const event = { at, kind: 'task-stopped', detail: 'boom', run: 'run-1' } as const;
  await history.recordEvent(key, event, 400);
  await history.recordEvent(key, event, 400);
  await history.recordEvent(key, { at, kind: 'resumed', detail: 'attempt 1' }, 400);
  await history.recordEvent(key, { at: '2026-03-01T11:00:00.000Z', kind: 'recovered', detail: '' }, 400);
  expect((await history.events(key, 10)).map(({ kind }) => kind)).toEqual([
    'recovered',
    'resumed',
    'task-stopped',
  ]);
  expect(await history.events(key, 1)).toHaveLength(1);
});
