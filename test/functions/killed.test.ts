import type { History } from '../../aws/history/history';
import { runIdOf } from '../../core/runs/record/run-identity';
import { memoryHistory } from '../helpers/runs/memory-history';
import { scheduledInput } from '../helpers/runs/run-input';
import { RunMachine } from '../helpers/runs/run-machine';

let history: History;
let machine: RunMachine;
beforeEach(async () => {
  history = memoryHistory();
  machine = await new RunMachine(history).open();
  machine.events = 'lost';
});
afterEach(async () => {
  await machine.stop();
});

/** Input number `index`. The scheduled times are a day apart, so that each is a run of its own. */
function inputOf(index: number) {
  return scheduledInput({}, new Date(Date.UTC(2026, 0, 1 + index)).toISOString().replace('.000', ''));
}

/** Events of a run's end: one, and a second copy only when its put was not recorded. */
function endsOf(run: string): readonly string[] {
  const ids = machine.outside.ids().filter((id) => id.startsWith(`${run}#`));
  return machine.killedAfter === 'put' ? [...new Set(ids)] : ids;
}

/** Runs input number `index`, and kills it right after port call number `call`. */
async function runKilledAt(index: number, call: number | undefined): Promise<string> {
  machine.portCalls = 0;
  machine.killAtCall = call;
  const status = await machine.finish(machine.start(inputOf(index)));
  machine.killAtCall = undefined;
  // The polls finish the work of a killed step. Most of them find nothing to do.
  machine.pollEverySeconds = 180;
  await machine.clock.advance(10 * 60_000);
  machine.pollEverySeconds = 60;
  return status;
}

test('killed after any call of any function, a run ends as if not killed', async () => {
  expect(await runKilledAt(0, undefined)).toBe('SUCCEEDED');
  const calls = machine.portCalls;
  expect(calls).toBeGreaterThan(40);
  for (let call = 1; call <= calls; call += 1) {
    expect([call, await runKilledAt(call, call)]).toEqual([call, 'SUCCEEDED']);
    const kept = await history.runWithTables(runIdOf(inputOf(call)));
    expect([call, kept?.run.verdict?.outcome, kept?.tables.length]).toEqual([call, 'succeeded', 2]);
    expect([call, machine.dms.tasks.size, (await history.inFlightRuns()).length]).toEqual([call, 0, 0]);
    expect(await history.lease('sales/orders-daily')).toBeUndefined();
    expect([call, endsOf(runIdOf(inputOf(call)))]).toEqual([call, [`${runIdOf(inputOf(call))}#ended`]]);
  }
  expect(await history.outbox()).toEqual([]);
});

test('killed after any call of the failure path, a run still ends as failed and leaves nothing', async () => {
  machine.dms.ending = { status: 'failed', lastFailureMessage: 'Last Error  boom Stop Reason FATAL_ERROR' };
  expect(await runKilledAt(0, undefined)).toBe('FAILED');
  const calls = machine.portCalls;
  for (let call = 1; call <= calls; call += 3) {
    expect([call, await runKilledAt(call, call)]).toEqual([call, 'FAILED']);
    const record = await history.run(runIdOf(inputOf(call)));
    expect([call, record?.verdict?.findings[0]?.code]).toEqual([call, 'task-failed']);
    expect([call, endsOf(runIdOf(inputOf(call)))]).toEqual([call, [`${runIdOf(inputOf(call))}#ended`]]);
    expect([call, machine.dms.tasks.size, (await history.inFlightRuns()).length]).toEqual([call, 0, 0]);
  }
  // All of them are one streak.
  expect(new Set(machine.outside.published.map(({ text }) => text)).size).toBe(1);
  expect((await history.jobState('sales/orders-daily'))?.trouble?.attempts).toBe(1 + Math.ceil(calls / 3));
});

test('with answers that trail by a minute, a run that is killed after any call ends as if not killed', async () => {
  machine.dms.trailSeconds = 60;
  expect(await runKilledAt(0, undefined)).toBe('SUCCEEDED');
  const calls = machine.portCalls;
  for (let call = 1; call <= calls; call += 2) {
    expect([call, await runKilledAt(call, call)]).toEqual([call, 'SUCCEEDED']);
    const record = await history.run(runIdOf(inputOf(call)));
    expect([call, record?.verdict?.outcome]).toEqual([call, 'succeeded']);
    expect([call, machine.dms.tasks.size, (await history.inFlightRuns()).length]).toEqual([call, 0, 0]);
  }
});

test('an execution that ends right after the creation of its task leaves none, however answers trail', async () => {
  machine.events = 'delivered';
  for (const [index, trailSeconds] of [0, 30, 60, 120].entries()) {
    machine.dms.trailSeconds = trailSeconds;
    const execution = machine.start(inputOf(index));
    const before = machine.dms.calls.filter((call) => call === 'createTask').length;
    const created = () => machine.dms.calls.filter((call) => call === 'createTask').length > before;
    machine.killAtCreate = true;
    await machine.clock.advanceUntil(created, 600_000);
    await machine.stepFunctions.operations['StopExecution']?.(
      { executionArn: execution },
      { accessKeyId: 'LAKEFERRYOPERATOR', principalArn: 'arn:aws:iam::000000000000:root' },
    );
    machine.killAtCreate = false;
    await machine.clock.advance(30 * 60_000);
    expect([trailSeconds, machine.dms.tasks.size, (await history.inFlightRuns()).length]).toEqual([
      trailSeconds,
      0,
      0,
    ]);
    expect(await history.lease('sales/orders-daily')).toBeUndefined();
  }
});
