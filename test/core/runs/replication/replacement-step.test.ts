import { continuedReplacement, replacementStep } from '../../../../core/runs/replication/replacement-step';
import type { WantedTask } from '../../../../core/runs/replication/task-modification';
import type { Task } from '../../../../core/runs/task/task';

const now = new Date('2026-11-29T10:00:00Z');
const endpoints = {
  sourceEndpointArn: 'arn:source',
  targetEndpointArn: 'arn:target',
  replicationInstanceArn: 'arn:instance',
};
const wanted: WantedTask = {
  ...endpoints,
  ...{ job: 'sales/live', mode: 'cdc', engine: 'oracle', startFrom: 'now', planHash: 'h' },
};
const ran = { arn: 'arn:task', identifier: 'live', startedAt: '2026-11-28T10:00:00Z', endpoints };
const loading = {
  statistics: { percent: 40, tablesLoaded: 0, tablesLoading: 1, tablesQueued: 0, tablesErrored: 0 },
};
const begun = { taskArn: 'arn:task', start: 'checkpoint', at: now.toISOString(), source: 'arn:source' };

test.each<[string, Partial<Task>, object]>([
  ['runs', { status: 'running' }, { do: 'stop', begun }],
  ['loads its tables', { status: 'running', mode: 'full-load-and-cdc', ...loading }, { do: 'wait' }],
  [
    'ended in its load',
    { status: 'stopped', mode: 'full-load-and-cdc', ...loading },
    { do: 'refuse', cause: expect.stringContaining('has not loaded all tables') },
  ],
  ['is down', { status: 'stopped' }, { do: 'delete', begun, needsCheckpoint: true }],
  ['is being deleted', { status: 'deleting' }, { do: 'wait', cause: 'live is deleting' }],
])('a task that %s', (_, task, step) => {
  const is: Task = { ...ran, status: 'stopped', ...task };
  expect(replacementStep(is, 'checkpoint', wanted, undefined, now)).toMatchObject(step);
});

describe('a task that never ran', () => {
  const { startedAt: _, ...unstarted } = ran;
  const task: Task = { ...unstarted, status: 'ready' };
  const known = {
    taskArn: 'arn:former',
    start: 'load',
    at: '2026-11-29T09:00:00.000Z',
    source: 'arn:source',
  } as const;

  it('has no position: the next one starts as the file says', () => {
    expect(replacementStep(task, 'checkpoint', wanted, undefined, now)).toMatchObject({
      do: 'delete',
      begun: { taskArn: 'arn:task', start: 'start-from' },
      needsCheckpoint: false,
    });
  });

  it('leaves the start to the last task that ran', () => {
    expect(replacementStep(task, 'checkpoint', wanted, known, now)).toEqual({
      do: 'delete',
      begun: { ...known, start: 'checkpoint' },
      needsCheckpoint: false,
    });
  });

  it('is kept when changes since the last task that ran would be lost', () => {
    const other = { ...wanted, sourceEndpointArn: 'arn:other' };
    const step = replacementStep(task, 'checkpoint', other, known, now);
    expect(step).toEqual(continuedReplacement(known, other));
    expect(step).toMatchObject({ do: 'refuse', cause: expect.stringContaining('start-from is now') });
  });
});
