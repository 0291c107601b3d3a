import { RunError } from '../../../core/runs/record/run-error';
import { runIdOf } from '../../../core/runs/record/run-identity';
import { memoryHistory } from '../../helpers/runs/memory-history';
import { scheduledInput } from '../../helpers/runs/run-input';
import { RunMachine } from '../../helpers/runs/run-machine';

let machine: RunMachine;
const history = memoryHistory();
beforeEach(async () => {
  machine = await new RunMachine(history).open();
  machine.job = {
    ...machine.job,
    publishing: { kind: 'snapshot', prefix: 'sales/orders-daily', lowerCase: false, keep: 7 },
  };
});
afterEach(() => machine.stop());

async function runOf(day: number) {
  const input = scheduledInput({}, `2026-03-0${day}T10:00:00Z`);
  const status = await machine.finish(machine.start(input));
  return { status, record: await history.run(runIdOf(input)) };
}

test('a run that loads well and cannot be published fails with the reason, and leaves no task', async () => {
  machine.publish = async () => {
    throw new RunError(
      'SnapshotUnsound',
      'sales.orders: DMS counts 10 rows, but the footers of the files count 9',
    );
  };
  const { status, record } = await runOf(1);
  expect(status).toBe('FAILED');
  expect(record?.verdict?.outcome).toBe('failed');
  expect(record?.verdict?.findings[0]).toMatchObject({
    code: 'not-published',
    detail: expect.stringMatching(/PublishSnapshot: SnapshotUnsound: .*10 rows.*9/),
  });
  expect(machine.dms.tasks.size).toBe(0);
  expect(await history.lease('sales/orders-daily')).toBeUndefined();
});

test('a publish that needs more time is called again until it is done; then the run succeeds', async () => {
  let shifts = 0;
  machine.publish = async (payload, now) => {
    shifts += 1;
    if (shifts < 3) return { published: false };
    const run = String(JSON.parse(JSON.stringify(payload)).run);
    await history.recordPublished(run, now.toISOString());
    return { published: true };
  };
  const { status, record } = await runOf(2);
  expect([status, shifts, record?.verdict?.outcome]).toEqual(['SUCCEEDED', 3, 'succeeded']);
});

test('an execution that ends without its publish is not a success', async () => {
  machine.publish = async () => ({ published: true });
  const { status, record } = await runOf(3);
  expect([status, record?.verdict?.outcome]).toEqual(['FAILED', 'failed']);
});

test('an error after the publish was recorded does not fail the run', async () => {
  machine.publish = async (payload, now) => {
    await history.recordPublished(String(JSON.parse(JSON.stringify(payload)).run), now.toISOString());
    throw new RunError('AccessDenied', 'writing the history');
  };
  const { status, record } = await runOf(4);
  expect([status, record?.verdict?.outcome, record?.verdict?.findings]).toEqual([
    'SUCCEEDED',
    'succeeded',
    [],
  ]);
});
