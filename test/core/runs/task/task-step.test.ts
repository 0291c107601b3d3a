import fc from 'fast-check';
import { taskStatuses } from '../../../../core/model/task-status';
import { goals } from '../../../../core/runs/task/goal';
import { startStep } from '../../../../core/runs/task/start-step';
import { type StartMark, startedByRun, stopReasonOf, type Task } from '../../../../core/runs/task/task';
import { taskStep } from '../../../../core/runs/task/task-step';

const now = new Date('2026-03-01T10:00:00Z');
const mark: StartMark = { requestedAt: '2026-03-01T09:00:00.000Z' };
const startedAt = '2026-03-01T09:00:05.000Z';

function task(status: string, more: Partial<Task> = {}): Task {
  return { arn: 'arn', identifier: 'task', status, ...more };
}

describe('the step in each status, per goal', () => {
  // For a task that this run started (load-finished), and for one that never ran (ready).
  test.each([
    ['creating', 'wait', 'wait', 'wait'],
    ['ready', 'arrive', 'wait', 'delete'],
    ['starting', 'arrive', 'wait', 'wait'],
    ['running', 'arrive', 'wait', 'stop'],
    ['stopping', 'arrive', 'wait', 'wait'],
    ['stopped', 'arrive', 'arrive', 'delete'],
    ['failed', 'arrive', 'arrive', 'delete'],
    ['modifying', 'wait', 'wait', 'wait'],
    ['moving', 'wait', 'wait', 'delete'],
    ['failed-move', 'arrive', 'arrive', 'delete'],
    ['testing', 'wait', 'wait', 'wait'],
    ['deleting', 'give-up', 'give-up', 'wait'],
    ['a status of next year', 'wait', 'wait', 'wait'],
    [undefined, 'wait', 'wait', 'arrive'],
  ])('%s: ready %s, load-finished %s, deleted %s', (status, ready, finished, deleted) => {
    const live = status === undefined ? undefined : task(status, { startedAt });
    expect(taskStep({ goal: 'ready' }, live, now).do).toBe(ready);
    expect(taskStep({ goal: 'load-finished', start: mark }, live, now).do).toBe(finished);
    expect(taskStep({ goal: 'deleted' }, live, now).do).toBe(deleted);
    expect(taskStep({ goal: 'none' }, live, now).do).toBe('wait');
  });
});

const since = (seconds: number) => new Date(now.getTime() - seconds * 1000).toISOString();

describe('an answer without the task', () => {
  test.each(['ready', 'load-finished'] as const)('counts only after three minutes: %s', (goal) => {
    expect(taskStep({ goal, missingSince: since(179) }, undefined, now).do).toBe('wait');
    expect(taskStep({ goal, missingSince: since(180) }, undefined, now)).toMatchObject({
      do: 'give-up',
      error: 'TaskDisappeared',
    });
  });

  test('closes no run with a known task, unless DMS was deleting it', () => {
    const pursuit = { goal: 'deleted', taskArn: 'arn' } as const;
    expect(taskStep(pursuit, undefined, now).do).toBe('wait');
    expect(taskStep({ ...pursuit, missingSince: since(180) }, undefined, now).do).toBe('arrive');
    expect(taskStep({ ...pursuit, deletingSince: since(1) }, undefined, now).do).toBe('arrive');
  });

  test('does not keep a load beyond its deadline', () => {
    const late = { goal: 'load-finished', deadline: now.toISOString(), missingSince: since(1) } as const;
    expect(taskStep(late, undefined, now)).toMatchObject({ error: 'MaxDurationExceeded' });
  });
});

test('stopped counts only when the start belongs to this run', () => {
  const again: StartMark = { ...mark, previousStartedAt: startedAt };
  const pursuit = { goal: 'load-finished', start: again } as const;
  expect(taskStep(pursuit, task('stopped', { startedAt }), now).do).toBe('wait');
  expect(taskStep(pursuit, task('failed', { startedAt }), now).do).toBe('wait');
  expect(taskStep(pursuit, task('stopped', { startedAt: '2026-03-01T09:00:09.000Z' }), now).do).toBe(
    'arrive',
  );
  expect(taskStep({ goal: 'load-finished', start: mark }, task('stopped'), now).do).toBe('wait');
});

test('a task that fails before it has a start date has failed', () => {
  expect(taskStep({ goal: 'load-finished', start: mark }, task('failed'), now).do).toBe('arrive');
});

test('a load past its deadline fails, a load that is over at its deadline does not', () => {
  const late = { goal: 'load-finished', start: mark, deadline: now.toISOString() } as const;
  expect(taskStep(late, task('running', { startedAt }), now)).toMatchObject({ error: 'MaxDurationExceeded' });
  expect(taskStep(late, task('stopped', { startedAt }), now).do).toBe('arrive');
});

/** Start and finish of a load, in seconds before now. */
const times = (loadStarted: number, loadFinished: number) => ({
  loadStartedAt: since(loadStarted),
  loadFinishedAt: since(loadFinished),
});

describe('a CDC run waits until its task replicates', () => {
  const counts = { percent: 100, tablesLoaded: 2, tablesLoading: 0, tablesQueued: 0, tablesErrored: 0 };
  const step = (livesOn: 'cdc' | 'full-load-and-cdc', live: Task | undefined) =>
    taskStep({ goal: 'replicating', livesOn, start: mark }, live, now).do;

  test.each([
    ['creating', 'wait'],
    ['ready', 'wait'],
    ['starting', 'wait'],
    ['running', 'arrive'],
    ['stopping', 'wait'],
    ['stopped', 'arrive'],
    ['failed', 'arrive'],
    ['modifying', 'wait'],
    ['moving', 'wait'],
    ['failed-move', 'arrive'],
    ['testing', 'wait'],
    ['deleting', 'give-up'],
    ['a status of next year', 'wait'],
  ])('cdc, %s: %s', (status, wanted) => {
    expect(step('cdc', task(status, { startedAt }))).toBe(wanted);
  });

  test.each([
    ['stopped', true, startedAt, 'arrive'],
    ['failed', true, startedAt, 'arrive'],
    ['stopped', true, since(9999), 'wait'],
    ['stopped', false, startedAt, 'wait'],
    ['running', true, startedAt, 'arrive'],
  ])('a task that was running, %s, left %s, started at %s: %s', (status, isLeft, started, wanted) => {
    const start = { requestedAt: since(60), previousStartedAt: startedAt, isLeft };
    const live = task(status, { startedAt: started });
    expect(taskStep({ goal: 'replicating', livesOn: 'cdc', start }, live, now).do).toBe(wanted);
  });

  test('one answer without the task is ignored, three minutes of them count', () => {
    const pursuit = { goal: 'replicating', livesOn: 'cdc', start: mark } as const;
    expect(taskStep({ ...pursuit, missingSince: since(1) }, undefined, now).do).toBe('wait');
    expect(taskStep({ ...pursuit, missingSince: since(180) }, undefined, now).do).toBe('give-up');
  });

  test.each([
    ['no statistics yet', undefined, 'wait'],
    ['tables loading', { ...counts, percent: 60, tablesLoading: 1 }, 'wait'],
    ['tables queued', { ...counts, tablesQueued: 1 }, 'wait'],
    ['100 percent of no table', { ...counts, tablesLoaded: 0 }, 'wait'],
    ['all loaded', counts, 'arrive'],
    ['all loaded or in error', { ...counts, tablesErrored: 1 }, 'arrive'],
    ['no percentage', { ...counts, percent: undefined }, 'wait'],
    ['no percentage, and a finish', { ...counts, percent: undefined, ...times(10, 5) }, 'arrive'],
    [
      'no percentage, and a finish while tables load',
      { ...counts, percent: undefined, ...times(10, 5), tablesLoading: 1 },
      'wait',
    ],
    [
      'no percentage, and the finish of an earlier load',
      { ...counts, percent: undefined, ...times(5, 10) },
      'wait',
    ],
    ['a percentage below 100, whatever the finish', { ...counts, percent: 60, ...times(10, 5) }, 'wait'],
  ])('full-load-and-cdc, running, %s: %s', (_name, statistics, wanted) => {
    expect(step('full-load-and-cdc', task('running', { startedAt, statistics }))).toBe(wanted);
  });

  test('after a resume, the earlier load does not count for a plan with more tables', () => {
    const live = task('running', { startedAt, statistics: counts });
    const stepAfter = (seconds: number, expectedTables: number, previousStartedAt?: string) => {
      const start = { requestedAt: since(seconds), previousStartedAt };
      return taskStep({ goal: 'replicating', livesOn: 'full-load-and-cdc', start, expectedTables }, live, now)
        .do;
    };
    expect(stepAfter(1, 3, startedAt)).toBe('wait');
    expect(stepAfter(119, 3, startedAt)).toBe('wait');
    expect(stepAfter(120, 3, startedAt)).toBe('arrive');
    expect(stepAfter(1, 2, startedAt)).toBe('arrive');
    expect(stepAfter(1, 3)).toBe('arrive');
  });

  test('its task is never deleted by a run, in any status', () => {
    for (const status of taskStatuses)
      expect(taskStep({ goal: 'deleted', livesOn: 'cdc' }, task(status), now)).toEqual({ do: 'arrive' });
  });
});

describe('properties', () => {
  const statuses = fc.oneof(fc.constantFrom(...taskStatuses), fc.string());
  const tasks = fc.record({
    status: statuses,
    started: fc.option(fc.constant(startedAt), { nil: undefined }),
  });

  test('a running task is never deleted, a task that does not run is never stopped', () => {
    fc.assert(
      fc.property(tasks, fc.constantFrom(...goals), ({ status, started }, goal) => {
        const step = taskStep({ goal, start: mark }, task(status, { startedAt: started }), now);
        if (step.do === 'stop') expect(status).toBe('running');
        if (step.do === 'delete')
          expect(['running', 'starting', 'stopping', 'creating']).not.toContain(status);
      }),
    );
  });

  test('start-replication is only for a task that never ran', () => {
    fc.assert(
      fc.property(tasks, ({ status, started }) => {
        const step = startStep(task(status, { startedAt: started }), { ...mark, previousStartedAt: started });
        if (step.do !== 'start') return;
        expect(step.type).toBe(started === undefined ? 'start-replication' : 'reload-target');
        expect(['ready', 'stopped', 'failed', 'failed-move']).toContain(status);
      }),
    );
  });

  test('a start is not repeated', () => {
    fc.assert(
      fc.property(fc.constantFrom('starting', 'running', 'stopping', 'stopped', 'failed'), (status) => {
        expect(startStep(task(status, { startedAt }), mark).do).toBe('leave');
      }),
    );
  });
});

test.each([
  ['Stop Reason FULL_LOAD_ONLY_FINISHED', 'FULL_LOAD_ONLY_FINISHED'],
  ['Last Error  x Stop Reason RECOVERABLE_ERROR y. Stop Reason FATAL_ERROR Error Level FATAL', 'FATAL_ERROR'],
  ['', undefined],
  [undefined, undefined],
  ['NORMAL', undefined],
])('the stop reason of %j is %j', (text, reason) => {
  expect(stopReasonOf(text)).toBe(reason);
});

test('the start in the statistics counts where the task itself has none', () => {
  const statistics = {
    percent: 0,
    tablesLoaded: 0,
    tablesLoading: 0,
    tablesQueued: 0,
    tablesErrored: 0,
    startedAt,
  };
  expect(startedByRun(task('stopped', { statistics }), mark)).toBe(true);
  expect(startedByRun(task('stopped', { statistics }), undefined)).toBe(false);
});
