import { runIdOf } from '../../core/runs/record/run-identity';
import { leaveTask } from '../helpers/runs/leave-task';
import { memoryHistory } from '../helpers/runs/memory-history';
import { scheduledInput } from '../helpers/runs/run-input';
import { RunMachine } from '../helpers/runs/run-machine';

const input = scheduledInput();

/** Result of a new machine that is killed right after port call number `call`. */
async function killedAt(call: number | undefined, prepare: (machine: RunMachine) => Promise<void>) {
  const history = memoryHistory();
  const machine = await new RunMachine(history).open();
  try {
    machine.events = 'lost';
    await prepare(machine);
    machine.portCalls = 0;
    machine.killAtCall = call;
    const execution = machine.start(input);
    const status = await machine.finish(execution);
    const calls = machine.portCalls;
    machine.killAtCall = undefined;
    // The polls finish the work of a killed step. Most of them find nothing to do.
    machine.pollEverySeconds = 180;
    await machine.clock.advance(15 * 60_000);
    const record = await history.run(runIdOf(input));
    const { error } = (await machine.executions.describe(execution)) ?? {};
    return {
      ...{ status, error, calls, outcome: record?.verdict?.outcome },
      left: [machine.dms.tasks.size, (await history.inFlightRuns()).length],
      lease: await history.lease('sales/orders-daily'),
    };
  } finally {
    await machine.stop();
  }
}

test.each<[string, string, number, (machine: RunMachine) => Promise<void>]>([
  [
    'waits for connection tests, for the task of another run, and for tests before its start',
    'SUCCEEDED',
    1,
    async (machine) => {
      machine.dms.connectionBefore = 'untested';
      machine.dms.startsUntested = true;
      const left = await leaveTask(machine, input);
      machine.dms.set(left, { status: 'running' });
    },
  ],
  [
    'fails its connection test',
    'FAILED',
    2,
    async ({ dms }) => {
      dms.connectionBefore = 'failed';
      dms.connection = 'failed';
    },
  ],
])('killed after any call, a run that %s ends as if not killed', async (_, status, stride, prepare) => {
  const { calls, ...whole } = await killedAt(undefined, prepare);
  expect(whole).toMatchObject({ status, left: [0, 0], lease: undefined });
  expect(calls).toBeGreaterThan(20);
  for (let call = 1; call <= calls; call += stride) {
    const { calls: _calls, ...ended } = await killedAt(call, prepare);
    expect([call, ended]).toEqual([call, whole]);
  }
});
