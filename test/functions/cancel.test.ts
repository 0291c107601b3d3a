import { cancelRun } from '../../application/runs/cancel-run';
import { retryRun } from '../../application/runs/retry-run';
import type { History } from '../../aws/history/history';
import { runIdOf } from '../../core/runs/record/run-identity';
import { publishSnapshot } from '../../functions/publish-snapshot/publish-snapshot';
import { memoryEnvironment } from '../helpers/runs/memory-environment';
import { memoryHistory } from '../helpers/runs/memory-history';
import { PublishBench } from '../helpers/runs/publish-bench';
import { scheduledInput } from '../helpers/runs/run-input';
import { RunMachine } from '../helpers/runs/run-machine';

const key = 'sales/orders-daily';
const input = scheduledInput();
const run = runIdOf(input);
let history: History;
let machine: RunMachine;
beforeEach(async () => {
  history = memoryHistory();
  machine = await new RunMachine(history).open();
  machine.dms.loadSeconds = 3_600;
});
afterEach(() => machine.stop());

const environment = () => ({
  ...memoryEnvironment([key]),
  history,
  executions: machine.executions,
  platform: { ...memoryEnvironment([]).platform, stateMachineArn: machine.stateMachineArn },
});
const requester = () => ({ by: 'ada@laptop', at: machine.clock.now() });
const poll = async () => void (await machine.invoke('PollTasks', {}));
const cancel = (of = run, polls: 'at once' | 'later' = 'at once') =>
  cancelRun(environment(), of, 'wrong filter', requester(), polls === 'at once' ? poll : undefined);

async function isOver(): Promise<void> {
  await machine.clock.advanceUntil(async () => (await history.inFlightRuns()).length === 0, 3_600_000);
  expect(machine.stepFunctions.running()).toEqual([]);
  expect(await history.lease(key)).toBeUndefined();
}

const cancelled = {
  cancelled: { by: 'ada@laptop', reason: 'wrong filter', at: expect.any(String) },
  verdict: {
    outcome: 'cancelled',
    findings: [
      { code: 'cancelled', detail: expect.stringMatching(/^ada@laptop cancelled it at .*: wrong filter$/) },
    ],
  },
  phases: { closed: expect.any(String) },
};

test.each([
  ['that waits for its task', 10_000],
  ['that loads', 120_000],
])('a run %s is ended, and its record says who did it', async (_, after) => {
  machine.start(input);
  await machine.clock.advance(after);
  expect(await cancel()).toMatchObject({ run, by: 'ada@laptop' });
  await isOver();
  expect(await history.run(run)).toMatchObject(cancelled);
  expect(machine.dms.tasks.size).toBe(0);
});

test.each(['requestCancel', 'cancelRun', 'the trigger'])(
  'killed after %s, the poll finishes it without another command',
  async (last) => {
    machine.start(input);
    await machine.clock.advance(120_000);
    const dies = () => {
      throw new Error('killed');
    };
    if (last === 'requestCancel') jest.spyOn(history, 'cancelRun').mockImplementationOnce(async () => dies());
    if (last === 'cancelRun') jest.spyOn(history, 'knownRun').mockImplementationOnce(async () => dies());
    await cancel(run, 'later').catch(() => undefined);
    await isOver();
    expect(await history.run(run)).toMatchObject(cancelled);
  },
);

test('killed after any call, the poll that cancels is repeated by the next', async () => {
  for (let call = 1; call <= 8; call += 1) {
    const scheduled = scheduledInput({}, `2026-03-0${call}T10:00:00Z`);
    machine.start(scheduled);
    await machine.clock.advance(90_000);
    await cancel(runIdOf(scheduled), 'later');
    machine.portCalls = 0;
    machine.killAtCall = call;
    await poll().catch(() => undefined);
    machine.killAtCall = undefined;
    await isOver();
    expect(await history.run(runIdOf(scheduled))).toMatchObject(cancelled);
  }
});

test('a run whose execution is gone is cancelled all the same', async () => {
  const execution = machine.start(input);
  await machine.clock.advance(120_000);
  machine.resting = true;
  await machine.executions.stop(execution, 'x', 'y');
  await cancel(run, 'later');
  machine.resting = false;
  await isOver();
  expect(await history.run(run)).toMatchObject(cancelled);
});

test('of two persons, the first is in the record', async () => {
  machine.start(input);
  await machine.clock.advance(120_000);
  await cancel(run, 'later');
  const second = await cancelRun(
    environment(),
    run,
    undefined,
    { by: 'bob', at: machine.clock.now() },
    undefined,
  );
  expect(second).toMatchObject({ by: 'ada@laptop', reason: 'wrong filter' });
  await isOver();
  const reason = { kind: 'too-late-to-cancel', because: 'closed' };
  await expect(cancel()).rejects.toMatchObject({ reason });
  await expect(cancel(key)).rejects.toMatchObject({ reason: { ...reason, isNewest: true } });
});

test('the run of a CDC job ends as cancelled, and its task continues', async () => {
  machine.job = { ...machine.job, mode: 'cdc' };
  machine.dms.coming = { status: 'starting' };
  machine.start(input);
  await machine.clock.advance(60_000);
  expect(await cancel()).toMatchObject({ mode: 'cdc' });
  await isOver();
  expect((await history.run(run))?.verdict?.outcome).toBe('cancelled');
  expect(machine.dms.tasks.size).toBe(1);
});

test('complete tables of a cancelled run are taken over by its retry', async () => {
  machine.job = { ...machine.job, targetEngine: 'postgres', publishing: { kind: 'none' } };
  machine.dms.tables = machine.dms.tables.map((table) =>
    table.table === 'orders' ? { ...table, state: 'Full load' } : table,
  );
  machine.start(input);
  await machine.clock.advance(120_000);
  await cancel();
  await isOver();
  machine.dms.loadSeconds = 60;
  machine.dms.tables = machine.dms.tables
    .filter(({ table }) => table === 'orders')
    .map((table) => ({ ...table, state: 'Table completed' }));
  const plans = { job: async () => machine.job };
  const retried = await retryRun(environment(), run, requester(), { plans });
  expect(await machine.finish(retried.execution)).toBe('SUCCEEDED');
  expect((await history.run(retried.run))?.onlyTables).toEqual(['sales.orders']);
});

describe('a run that publishes', () => {
  let bench: PublishBench;
  beforeEach(async () => {
    bench = await PublishBench.open();
  });
  afterEach(() => bench.stop());
  const wanted = { by: 'ada', at: '2026-03-01T11:00:00.000Z' };

  test('is never shown once it is cancelled, whenever that happens before', async () => {
    const loaded = await bench.loaded(1, { orders: 0, items: 0 });
    await bench.history.cancelRun(loaded, wanted);
    await expect(publishSnapshot(bench.livePorts, { run: loaded }, bench.clock.now())).rejects.toMatchObject({
      name: 'RunClosed',
    });
    expect(await bench.snapshots.pointer()).toBeUndefined();
  });

  test('is not cancelled from the moment on at which readers may get its snapshot', async () => {
    const loaded = await bench.loaded(1, { orders: 0, items: 0 });
    const results: string[] = [];
    bench.afterCall = async () => {
      const { showing } = (await bench.history.run(loaded)) ?? {};
      if (showing !== undefined && results.length === 0)
        results.push(await bench.history.cancelRun(loaded, wanted));
    };
    await bench.publish(loaded);
    results.push(await bench.history.cancelRun(loaded, wanted));
    expect(results).toEqual(['published', 'published']);
    expect((await bench.history.run(loaded))?.cancelled).toBeUndefined();
  });
});
