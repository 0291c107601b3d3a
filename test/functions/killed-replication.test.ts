import { runIdOf } from '../../core/runs/record/run-identity';
import { cdcJob } from '../helpers/runs/cdc-job';
import { memoryHistory } from '../helpers/runs/memory-history';
import { scheduledInput } from '../helpers/runs/run-input';
import { RunMachine } from '../helpers/runs/run-machine';

const key = 'sales/orders-daily';
const input = scheduledInput();
const otherMappings = { rules: [{ 'rule-type': 'selection' }] };

/** Result of a new machine that is killed right after port call number `call`. */
async function killedAt(call: number | undefined, prepare: (machine: RunMachine) => Promise<void>) {
  const history = memoryHistory();
  const machine = await new RunMachine(history).open();
  try {
    machine.events = 'lost';
    machine.job = cdcJob();
    await prepare(machine);
    machine.portCalls = 0;
    machine.killAtCall = call;
    const status = await machine.finish(machine.start(input));
    const calls = machine.portCalls;
    machine.killAtCall = undefined;
    // The polls finish the work of a killed step. Most of them find nothing to do.
    machine.pollEverySeconds = 180;
    await machine.clock.advance(15 * 60_000);
    const tasks = [...machine.dms.tasks.values()].map(({ task, request }) => [
      task.status,
      request.tableMappings,
    ]);
    const left = [(await history.inFlightRuns()).length, await history.lease(key)];
    const verdict = (await history.run(runIdOf(input)))?.verdict?.outcome;
    return {
      status,
      calls,
      tasks,
      left,
      verdict,
      starts: machine.dms.calls.filter((made) => made.startsWith('start')),
    };
  } finally {
    await machine.stop();
  }
}

async function everyCall(prepare: (machine: RunMachine) => Promise<void>): Promise<void> {
  const { calls, ...whole } = await killedAt(undefined, prepare);
  expect(whole).toMatchObject({ status: 'SUCCEEDED', verdict: 'succeeded', left: [0, undefined] });
  expect(whole.tasks).toHaveLength(1);
  expect(calls).toBeGreaterThan(20);
  for (let call = 1; call <= calls; call += 1) {
    const { calls: _, ...ended } = await killedAt(call, prepare);
    expect([call, ended]).toEqual([call, whole]);
  }
}

test('killed after any call, the first run of a CDC job ends as if not killed', async () => {
  await everyCall(async () => undefined);
});

test('killed after any call, a run that modifies a running task ends as if not killed', async () => {
  await everyCall(async (machine) => {
    await machine.finish(machine.start(scheduledInput({}, '2026-02-28T10:00:00Z')));
    machine.job = cdcJob({ tableMappings: otherMappings });
    machine.dms.calls.length = 0;
  });
});
