import type { RequestedHold } from '../../../core/runs/admission/hold';
import { PollBench, taskNamed } from '../../helpers/runs/poll-bench';
import { endpoints } from '../../helpers/runs/run-input';

const start = new Date('2026-03-01T12:00:00.000Z');
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const stackId = 'arn:aws:cloudformation:eu-west-1:000000000000:stack/lakeferry-dev-sales/1';

const hold: RequestedHold = {
  ...{ name: 'lakeferry-dev-sales/Hold', reason: 'deployment of lakeferry-dev-sales' },
  until: after(7200).toISOString(),
  request: {
    ...{ stackId, requestId: '1', logicalId: 'Hold', physicalId: 'hold', responseUrl: 'https://answer' },
    ...{ endpoints: ['target'], instances: [], before: 'a', after: 'b' },
    ...{ at: start.toISOString(), answerBy: after(3000).toISOString() },
  },
};

let bench: PollBench;
beforeEach(async () => {
  bench = new PollBench();
  bench.deployments.endpoints.set('target', endpoints.targetEndpointArn);
  bench.deployments.statuses.set(stackId, 'UPDATE_IN_PROGRESS');
  await bench.history.holdFor(hold, undefined);
});

const answers = () => bench.deployments.answers.map(({ status }) => status);

test.each([
  [
    'is refused',
    () => {
      bench.refused = 'history.replications';
    },
  ],
  ['has an item of no known shape', () => bench.put({ pk: 'REPLICATION', sk: 'sales/down', forJob: [] })],
])(
  'a poll whose read of CDC jobs %s lets no deployment go on before an earlier poll has ended',
  async (_, refuse) => {
    await bench.replicate(taskNamed('down', 'stopped', { endpoints }), { endpoints });
    refuse();
    await bench.poll(after(60)).catch(() => undefined);
    expect(answers()).toEqual([]);
    await bench.poll(after(120)).catch(() => undefined);
    expect(answers()).toEqual(['SUCCESS']);
  },
);

test('a job stays held while holds cannot be read', async () => {
  const job = await bench.replicate(taskNamed('orders', 'running', { endpoints }), { endpoints });
  await bench.poll(after(60));
  expect(bench.actions).toEqual(['stopTask arn:task:orders']);
  bench.refused = 'history.holds';
  await expect(bench.poll(after(120))).rejects.toThrow('history.holds was refused');
  expect((await bench.history.replication(job))?.held?.reason).toBe(hold.reason);
});

test('a task that fails after its hold has an event with DMS’s message', async () => {
  const job = await bench.replicate(taskNamed('orders', 'running', { endpoints }), { endpoints });
  await bench.poll(after(60));
  await bench.history.endHold(hold);
  const failed = { lastFailureMessage: 'the password is wrong', startedAt: after(90).toISOString() };
  bench.tasks.set('arn:task:orders', taskNamed('orders', 'failed', { ...failed, endpoints }));
  await bench.poll(after(120));
  const [event] = await bench.history.events(job, 10);
  expect(event).toMatchObject({ kind: 'task-stopped', detail: 'the task failed: the password is wrong' });
});
