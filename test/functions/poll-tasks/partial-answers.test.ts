import { newInFlightRun, newRun } from '../../../core/runs/record/new-run';
import { pollTasks } from '../../../functions/poll-tasks/poll-tasks';
import { PollBench, taskNamed } from '../../helpers/runs/poll-bench';
import { scheduledInput } from '../../helpers/runs/run-input';

const start = new Date('2026-03-01T12:00:00.000Z');
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);
let bench: PollBench;
beforeEach(() => {
  bench = new PollBench();
});

test('answers that leave out living tasks raise no alert, however long they last', async () => {
  await bench.replicate(taskNamed('orders', 'running'));
  const { arn } = taskNamed('items', 'running');
  await bench.replicate(taskNamed('items', 'running'));
  bench.leftOut.add(arn);
  for (let seconds = 0; seconds <= 3600; seconds += 60) await bench.poll(after(seconds));
  expect(bench.alerts).toEqual([]);
});

test('a task that is gone raises one alert, after three minutes', async () => {
  const job = await bench.replicate(taskNamed('orders', 'running'));
  await bench.replicate(taskNamed('items', 'running'));
  await bench.poll(start);
  bench.tasks.delete('arn:task:orders');
  for (let seconds = 60; seconds < 240; seconds += 60) await bench.poll(after(seconds));
  expect(bench.alerts).toEqual([]);
  for (let seconds = 240; seconds < 900; seconds += 60) await bench.poll(after(seconds));
  expect(bench.alerts).toMatchObject([{ job, kind: 'down', state: 'raised' }]);
});

test('a run whose task is left out of long answers keeps it', async () => {
  const record = await bench.history.openRun(newRun(scheduledInput(), 'execution', 400, start));
  const task = taskNamed('load', 'running');
  bench.tasks.set(task.arn, task);
  bench.leftOut.add(task.arn);
  await bench.replicate(taskNamed('orders', 'running'));
  await bench.history.openInFlightRun({
    ...newInFlightRun(record),
    goal: 'load-finished',
    token: 'token',
    taskArn: task.arn,
  });
  for (let seconds = 0; seconds <= 1800; seconds += 60) await bench.poll(after(seconds));
  expect(bench.actions.filter((action) => action.startsWith('fail'))).toEqual([]);
  expect(await bench.history.inFlightRun(record.run)).toBeDefined();

  bench.tasks.delete(task.arn);
  for (let seconds = 1860; seconds <= 2100; seconds += 60) await bench.poll(after(seconds));
  expect(bench.actions.at(-1)).toBe('fail token TaskDisappeared');
});

test('a task under deletion that an answer leaves out is not taken for deleted', async () => {
  const record = await bench.history.openRun(newRun(scheduledInput(), 'execution', 400, start));
  const task = taskNamed('load', 'deleting');
  bench.tasks.set(task.arn, task);
  await bench.replicate(taskNamed('orders', 'running'));
  await bench.history.openInFlightRun({
    ...newInFlightRun(record),
    goal: 'deleted',
    token: 'token',
    taskArn: task.arn,
  });
  await bench.poll(start);
  bench.leftOut.add(task.arn);
  await bench.poll(after(60));
  expect(bench.actions.filter((action) => action.startsWith('succeed'))).toEqual([]);
  bench.tasks.delete(task.arn);
  await bench.poll(after(120));
  expect(bench.actions).toContain('succeed token');
});

test('a hundred deleted tasks are confirmed in a few calls, not in one each', async () => {
  const runs = Array.from({ length: 100 }, (_, nth) => `2026-03-01T${String(nth).padStart(2, '0')}`);
  for (const [nth] of runs.entries()) {
    const time = new Date(start.getTime() - nth * 86_400_000).toISOString().replace('.000', '');
    const record = await bench.history.openRun(newRun(scheduledInput({}, time), 'execution', 400, start));
    await bench.history.openInFlightRun({
      ...newInFlightRun(record),
      goal: 'deleted',
      token: `token ${nth}`,
      taskArn: `arn:task:${nth}`,
      deletingSince: start.toISOString(),
    });
  }
  await bench.replicate(taskNamed('orders', 'running'));
  let calls = 0;
  const { dms } = bench.ports;
  const describeTasks: typeof dms.describeTasks = async (taskArns) => {
    calls += 1;
    return await dms.describeTasks(taskArns);
  };
  await pollTasks({ ...bench.ports, dms: { ...dms, describeTasks } }, { poll: 'all' }, after(60));
  expect(bench.actions.filter((action) => action.startsWith('succeed'))).toHaveLength(100);
  expect(calls).toBe(3);
});
