import { taskStatuses } from '../../../../core/model/task-status';
import { planHashOf, taskModification } from '../../../../core/runs/replication/task-modification';
import type { Task } from '../../../../core/runs/task/task';

const endpoints = { sourceEndpointArn: 's', targetEndpointArn: 't', replicationInstanceArn: 'i' };
const wanted = {
  ...endpoints,
  job: 'sales/orders',
  mode: 'cdc',
  engine: 'mysql',
  startFrom: 'now',
  planHash: 'new',
} as const;
const task = (status: string, over: Partial<Task> = {}): Task => ({
  arn: 'arn:task:A',
  identifier: 'dev-sales-orders',
  status,
  mode: 'cdc',
  endpoints,
  ...over,
});

test('the hash has 16 hex digits and depends on mappings and settings only', () => {
  const plan = { tableMappings: { rules: [] }, taskSettings: { Logging: { EnableLogging: true } } };
  expect(planHashOf(plan)).toMatch(/^[0-9a-f]{16}$/);
  expect(planHashOf({ ...plan })).toBe(planHashOf(plan));
  expect(planHashOf({ ...plan, taskSettings: {} })).not.toBe(planHashOf(plan));
  expect(planHashOf({ ...plan, tableMappings: { rules: [1] } })).not.toBe(planHashOf(plan));
});

test('the same plan leaves the task alone in every status', () => {
  for (const status of taskStatuses)
    expect(taskModification(task(status), { 'lakeferry:plan': 'new' }, wanted)).toEqual({ do: 'leave' });
});

test('a changed plan modifies a task that is down, stops a running one first, and waits for one that is changing its state', () => {
  const steps = Object.fromEntries(
    taskStatuses.map((status) => [
      status,
      taskModification(task(status), { 'lakeferry:plan': 'old' }, wanted).do,
    ]),
  );
  expect(steps).toEqual({
    ready: 'modify',
    stopped: 'modify',
    failed: 'modify',
    'failed-move': 'modify',
    running: 'stop-first',
    creating: 'retry',
    starting: 'retry',
    stopping: 'retry',
    modifying: 'retry',
    moving: 'retry',
    testing: 'retry',
    deleting: 'retry',
  });
});

test.each([
  [{ mode: 'full-load-and-cdc' }, 'mode', true],
  [{ endpoints: { ...endpoints, sourceEndpointArn: 'x' } }, 'source endpoint', false],
  [{ endpoints: { ...endpoints, targetEndpointArn: 'x' } }, 'target endpoint', true],
])(
  'a change that DMS cannot make replaces the task, or is refused with the steps: %j',
  (over, what, isReplaced) => {
    const change = taskModification(task('running', over), { 'lakeferry:plan': 'new' }, wanted);
    if (isReplaced) expect(change).toEqual({ do: 'replace', start: 'checkpoint', parts: [what] });
    else {
      expect(change).toEqual({ do: 'refuse', cause: expect.stringContaining(what) });
      expect(change).toEqual({
        do: 'refuse',
        cause: expect.stringContaining('lakeferry stop sales/orders --delete'),
      });
    }
  },
);

test('another instance alone moves the task, which keeps its position; with anything else it is replaced', () => {
  const elsewhere = { endpoints: { ...endpoints, replicationInstanceArn: 'x' } };
  const steps = Object.fromEntries(
    taskStatuses.map((status) => [
      status,
      taskModification(task(status, elsewhere), { 'lakeferry:plan': 'new' }, wanted).do,
    ]),
  );
  expect(steps).toEqual({
    ...{ ready: 'move', stopped: 'move', failed: 'move', 'failed-move': 'refuse', running: 'stop-first' },
    ...{ creating: 'retry', starting: 'retry', stopping: 'retry', modifying: 'retry', moving: 'retry' },
    ...{ testing: 'retry', deleting: 'retry' },
  });
  const both = task('running', { endpoints: { ...elsewhere.endpoints, targetEndpointArn: 'x' } });
  expect(taskModification(both, {}, wanted)).toMatchObject({
    do: 'replace',
    parts: ['target endpoint', 'replication instance'],
  });
});
