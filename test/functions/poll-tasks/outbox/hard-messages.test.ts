import { endedId } from '../../../../core/events/outbox-message';
import { newRun } from '../../../../core/runs/record/new-run';
import { verdictWithout } from '../../../../core/runs/verdict/verdict';
import { PollBench } from '../../../helpers/runs/poll-bench';
import { requestedInput } from '../../../helpers/runs/run-input';

const start = new Date('2026-03-01T12:00:00.000Z');
const after = (minutes: number) => new Date(start.getTime() + minutes * 60_000);
const quarterMiB = 256 * 1024;

let bench: PollBench;
beforeEach(() => {
  bench = new PollBench();
});

async function failed(name: string, detail: string, tables = 0): Promise<string> {
  const record = newRun(requestedInput(name, start.toISOString()), `execution-${name}`, 400, start);
  await bench.history.openRun(record);
  await bench.history.recordTables(
    record,
    Array.from({ length: tables }, (_, index) => ({
      schema: 'sales',
      table: `${'ä'.repeat(60)}${index}`,
      state: 'Table error',
      rows: index,
      errorRows: 0,
    })),
  );
  await bench.history.closeRun(record.run, {
    at: start.toISOString(),
    otherwise: verdictWithout('failed', 'task-failed', detail),
  });
  return record.run;
}

test('an error text of 300 KB and 5,000 tables fit into an event and each kind of message', async () => {
  bench.outside.channels = {
    email: { kind: 'topic', arn: 'arn:topic' },
    slack: { kind: 'chat', arn: 'arn:chat' },
    pager: { kind: 'webhook' },
  };
  const run = await failed('one', '\u202e💥ORA-00942\u0000\n'.repeat(20_000), 5000);
  await bench.poll(after(1));
  expect(bench.outside.ids()).toEqual([endedId(run)]);
  const sizes = [bench.outside.events[0], bench.outside.notifications[0], ...bench.outside.published];
  for (const one of sizes)
    expect(Buffer.byteLength(JSON.stringify(one ?? 'absent'))).toBeLessThan(quarterMiB);
  expect(bench.outside.events[0]).toMatchObject({ digest: { more: 4950 } });
  expect(bench.outside.published).toHaveLength(2);
  expect(bench.outside.notifications).toHaveLength(1);
  expect(await bench.history.outbox()).toEqual([]);
});

test('operators get the message of a department that was removed while the message waited', async () => {
  const run = await failed('one', 'boom');
  bench.outside.refusesMessage = () => true;
  await bench.poll(after(1));
  bench.outside.channels = undefined;
  await bench.poll(after(3));
  expect(bench.outside.ids()).toEqual([endedId(run)]);
  expect(bench.alerts).toMatchObject([{ id: endedId(run), kind: 'run-failed', state: 'raised' }]);
  expect(await bench.history.outbox()).toEqual([]);
});

test('all channels of the department get the message of a job that was renamed while it waited', async () => {
  await failed('one', 'boom');
  bench.outside.jobs = [];
  await bench.poll(after(1));
  expect(bench.outside.published).toMatchObject([
    { topic: 'arn:topic', subject: '[dev] sales/orders-daily failed' },
  ]);
});
