import { taskStatuses } from '../../../../core/model/task-status';
import type { Checkpoint } from '../../../../core/runs/replication/checkpoint';
import { type ReplicationStart, replicationStart } from '../../../../core/runs/replication/replication-start';
import type { Task } from '../../../../core/runs/task/task';

const ran = { startedAt: '2026-03-01T10:00:00.000Z' };
const mark = { requestedAt: '2026-03-02T10:00:00.000Z', previousStartedAt: ran.startedAt };
const now = { kind: 'now' } as const;
const checkpointStore: Checkpoint = {
  checkpoint: 'checkpoint:V1#7',
  seenAt: '2026-03-01T10:00:00.000Z',
  seenIn: 'sweep',
  taskArn: 'arn:old',
  status: 'stopped',
};

function task(status: string, over: Partial<Task> = {}): Task {
  return { arn: 'arn:task:A', identifier: 'dev-sales-orders', status, ...over };
}

function how(start: ReplicationStart): string {
  return start.do === 'start' ? start.type : start.do;
}

test('the start type follows from the live task: never ran, ran before, running', () => {
  const of = (over: Partial<Task>) =>
    Object.fromEntries(
      taskStatuses.map((status) => [status, how(replicationStart(task(status, over), mark, now, undefined))]),
    );
  const busy = {
    creating: 'retry',
    modifying: 'retry',
    moving: 'retry',
    testing: 'retry',
    deleting: 'retry',
  };
  const up = { starting: 'leave', running: 'leave', stopping: 'retry' };
  const firstTime = { ready: 'start-replication', stopped: 'start-replication', failed: 'start-replication' };
  expect(of({})).toEqual({ ...busy, ...up, ...firstTime, 'failed-move': 'start-replication' });
  const again = { ready: 'resume-processing', stopped: 'resume-processing', failed: 'resume-processing' };
  expect(of(ran)).toEqual({ ...busy, ...up, ...again, 'failed-move': 'resume-processing' });
});

test('a task that this run started is not started again in any status', () => {
  const started = { startedAt: '2026-03-02T10:00:01.000Z' };
  for (const status of ['starting', 'running', 'stopping', 'stopped', 'failed'])
    expect(replicationStart(task(status, started), mark, now, undefined)).toEqual({ do: 'leave' });
});

test('a first start begins at the configured place, a later one where the task stopped', () => {
  const position = { kind: 'position', position: '4AF/B00000D0' } as const;
  const time = { kind: 'time', time: '2026-03-01T12:00:00Z' } as const;
  for (const place of [now, position, time])
    expect(replicationStart(task('ready'), undefined, place, undefined)).toEqual({
      do: 'start',
      type: 'start-replication',
      place,
    });
  expect(replicationStart(task('stopped', ran), mark, position, checkpointStore)).toEqual({
    do: 'start',
    type: 'resume-processing',
  });
});

test('a task that is created again continues from the stored checkpoint, or reports the gap', () => {
  expect(replicationStart(task('ready'), undefined, { kind: 'checkpoint' }, checkpointStore)).toEqual({
    do: 'start',
    type: 'start-replication',
    place: { kind: 'position', position: 'checkpoint:V1#7' },
  });
  expect(replicationStart(task('ready'), undefined, now, checkpointStore)).toMatchObject({
    skips: 'checkpoint:V1#7',
  });
});

test('a start from a checkpoint needs a stored one', () => {
  expect(replicationStart(task('ready'), undefined, { kind: 'checkpoint' }, undefined)).toMatchObject({
    do: 'refuse',
    error: 'CheckpointMissing',
  });
});
