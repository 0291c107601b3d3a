import { RunError } from '../../../core/runs/record/run-error';
import { pollTasks } from '../../../functions/poll-tasks/poll-tasks';
import { PollBench, taskNamed } from '../../helpers/runs/poll-bench';

const start = new Date('2026-03-01T12:00:00.000Z');
const after = (minutes: number) => new Date(start.getTime() + minutes * 60_000);

test.each([
  ['of the task', { lastFailureMessage: 'Last Error  Error 1236 reading binary log.' }, undefined],
  ['of the start', {}, "Can't resume task after replication slot was dropped"],
])('a failure %s that no repetition fixes sends one alert at once', async (_name, failure, refusal) => {
  const bench = new PollBench();
  const live = taskNamed('live', 'failed', failure);
  const job = await bench.replicate(live);
  const startTask = async () => {
    bench.actions.push('startTask');
    throw new RunError('DmsRefused', refusal ?? '');
  };
  const dms = Object.assign(Object.create(bench.ports.dms), { startTask });
  for (const minutes of [0, 1, 2, 10, 60]) await pollTasks({ ...bench.ports, dms }, {}, after(minutes));
  expect(bench.actions).toEqual(refusal === undefined ? [] : ['startTask']);
  expect(bench.alerts).toMatchObject([
    { job, kind: 'down', state: 'raised', detail: expect.stringContaining(`lakeferry stop ${job} --delete`) },
  ]);
  const [gaveUp] = (await bench.history.events(job, 10)).filter(({ kind }) => kind === 'gave-up');
  expect(gaveUp?.detail).toContain('start-from: now');
});
