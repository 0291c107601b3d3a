import { newInFlightRun, newRun } from '../../../core/runs/record/new-run';
import { pollTasks } from '../../../functions/poll-tasks/poll-tasks';
import { PollBench, taskNamed } from '../../helpers/runs/poll-bench';
import { scheduledInput } from '../../helpers/runs/run-input';

const requestedAt = '2026-03-01T10:00:00.000Z';
const after = (seconds: number) => new Date(Date.parse(requestedAt) + seconds * 1000);
const wait = { run: '', goal: 'load-finished', token: 'token' };
const ended = taskNamed('one', 'stopped', { startedAt: '2026-03-01T10:00:01.000Z' });

async function started(): Promise<PollBench> {
  const bench = new PollBench();
  const record = newRun(scheduledInput(), 'arn:execution', 400, after(-60));
  wait.run = record.run;
  await bench.history.openRun(record);
  await bench.history.openInFlightRun({
    ...newInFlightRun(record),
    taskArn: ended.arn,
    taskIdentifier: ended.identifier,
    start: { requestedAt },
  });
  bench.tasks.set(ended.arn, ended);
  return bench;
}

test('a wait right after the start describes nothing', async () => {
  const bench = await started();
  await pollTasks(bench.ports, wait, after(4));
  expect([bench.actions, bench.calls.has('dms.describeTasks')]).toEqual([[], false]);
});

test('a later wait describes the task', async () => {
  const bench = await started();
  await pollTasks(bench.ports, wait, after(6));
  expect(bench.actions).toEqual(['succeed token']);
});

test('an end before the wait is not lost, even when its poll and the wait overlap', async () => {
  const before = await started();
  await pollTasks(before.ports, { source: 'aws.dms', resources: [ended.arn] }, after(1));
  await pollTasks(before.ports, wait, after(2));
  expect(before.actions).toEqual(['succeed token']);

  const between = await started();
  const { describeTasks } = between.ports.dms;
  const dms = {
    ...between.ports.dms,
    describeTasks: async (arns: readonly string[]) => {
      // The state begins to wait after this poll has read the run.
      await pollTasks(between.ports, wait, after(1));
      return await describeTasks(arns);
    },
  };
  await pollTasks({ ...between.ports, dms }, { source: 'aws.dms', resources: [ended.arn] }, after(1));
  expect(between.actions).toEqual(['succeed token']);
});

test('the event of a start describes nothing for a load', async () => {
  const bench = await started();
  await pollTasks(bench.ports, wait, after(1));
  const detail = { eventType: 'REPLICATION_TASK_STARTED' };
  await pollTasks(bench.ports, { source: 'aws.dms', resources: [ended.arn], detail }, after(60));
  expect([bench.actions, bench.calls.has('dms.describeTasks')]).toEqual([[], false]);
});

test.each(['connections-tested', 'settled'] as const)(
  'a wait for %s describes nothing when the function has just looked',
  async (goal) => {
    const bench = await started();
    const connections = { replicationInstanceArn: 'instance', endpoints: [] };
    const dmsWait = { by: 'CreateTask', since: requestedAt, connections, taskArn: ended.arn } as const;
    await bench.history.inFlightRunWaitsForDms(wait.run, dmsWait);
    await pollTasks(bench.ports, { ...wait, goal }, after(2));
    expect([...bench.calls].filter((call) => /^dms|payRequests/.test(call))).toEqual([]);
    expect(await bench.history.inFlightRun(wait.run)).toMatchObject({ goal, token: 'token' });
  },
);
