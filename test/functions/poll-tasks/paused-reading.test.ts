import { newInFlightRun, newRun } from '../../../core/runs/record/new-run';
import { pollTasks } from '../../../functions/poll-tasks/poll-tasks';
import { PollBench, taskNamed } from '../../helpers/runs/poll-bench';
import { requestedInput } from '../../helpers/runs/run-input';

const start = new Date('2026-03-01T12:00:00.000Z');
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const event = (taskArn: string, eventId: string) => ({
  source: 'aws.dms',
  'detail-type': 'DMS Replication Task State Change',
  resources: [taskArn],
  detail: { eventId, eventType: 'REPLICATION_TASK_STATE', type: 'REPLICATION_TASK', category: 'StateChange' },
});
const sent = ({ alerts }: PollBench) => alerts.map(({ job, kind, state }) => [job, kind, state]);

test.each(['DMS-EVENT-0091', 'DMS-EVENT-0092'])(
  '%s alerts once per pause, until DMS reads again',
  async (id) => {
    const bench = new PollBench();
    const live = taskNamed('live', 'running');
    const job = await bench.replicate(live);
    const report = (eventId: string, seconds: number) =>
      pollTasks(bench.ports, event(live.arn, eventId), after(seconds));
    await report(id, 0);
    await report(id, 1);
    await bench.poll(after(60));
    expect(sent(bench)).toEqual([[job, 'reading', 'raised']]);
    await report('DMS-EVENT-0093', 61);
    await report('DMS-EVENT-0093', 62);
    await bench.poll(after(120));
    expect(sent(bench)).toEqual([
      [job, 'reading', 'raised'],
      [job, 'reading', 'cleared'],
    ]);
    const kinds = (await bench.history.events(job, 10)).map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['reading-paused', 'reading-resumed']));
  },
);

test('a task that was started again has no alert from before', async () => {
  const bench = new PollBench();
  const live = taskNamed('live', 'running');
  const job = await bench.replicate(live);
  await pollTasks(bench.ports, event(live.arn, 'DMS-EVENT-0092'), start);
  bench.tasks.set(live.arn, { ...live, startedAt: after(30).toISOString() });
  await bench.poll(after(60));
  await bench.poll(after(120));
  expect(sent(bench)).toEqual([
    [job, 'reading', 'raised'],
    [job, 'reading', 'cleared'],
  ]);
});

test('a full load alerts too, and a task of somebody else does not', async () => {
  const bench = new PollBench();
  const record = await bench.history.openRun(newRun(requestedInput('load'), 'execution', 400, start));
  const task = taskNamed('load', 'running');
  bench.tasks.set(task.arn, task);
  await bench.history.openInFlightRun({
    ...newInFlightRun(record),
    goal: 'load-finished',
    taskArn: task.arn,
  });
  await pollTasks(bench.ports, event('arn:task:foreign', 'DMS-EVENT-0092'), start);
  expect(bench.alerts).toEqual([]);
  const report = (id: string, seconds: number) => pollTasks(bench.ports, event(task.arn, id), after(seconds));
  await report('DMS-EVENT-0092', 0);
  await report('DMS-EVENT-0092', 30);
  await bench.poll(after(60));
  const about = { job: record.jobKey, kind: 'reading' };
  const raised = { ...about, state: 'raised', detail: expect.stringContaining('storage-gib') };
  expect(bench.alerts).toMatchObject([raised]);
  await report('DMS-EVENT-0093', 61);
  await report('DMS-EVENT-0093', 90);
  await bench.poll(after(120));
  expect(bench.alerts).toMatchObject([raised, { ...about, state: 'cleared' }]);
});

test('an alert that cannot be recorded does not stop the poll', async () => {
  const bench = new PollBench();
  const live = taskNamed('live', 'failed');
  await bench.replicate(live);
  bench.refused = 'history.raiseAlert';
  await expect(pollTasks(bench.ports, event(live.arn, 'DMS-EVENT-0091'), start)).rejects.toThrow('refused');
  expect(bench.actions).toEqual([`startTask ${live.arn} resume-processing`]);
});
