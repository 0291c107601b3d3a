import type { History } from '../../aws/history/history';
import { defaultRequestsPerSecond } from '../../core/model/dms-requests';
import type { JobPlan } from '../../core/planning/job-plan';
import { requestBudgetOf } from '../../core/runs/admission/request-budget';
import { runIdOf } from '../../core/runs/record/run-identity';
import type { RunInput } from '../../core/runs/record/run-input';
import { waitingText } from '../../core/runs/record/run-record';
import { memoryHistory } from '../helpers/runs/memory-history';
import { scheduledInput } from '../helpers/runs/run-input';
import { RunMachine } from '../helpers/runs/run-machine';

let history: History;
let machine: RunMachine;
beforeEach(async () => {
  history = memoryHistory();
  machine = await new RunMachine(history).open();
});
afterEach(async () => {
  await machine.stop();
});

const job = 'sales/orders-daily';

/** Input of the hour. Each is a run of its own. */
function inputOf(hour: number, of = job): RunInput {
  return scheduledInput({ job: of }, `2026-03-01T${String(hour).padStart(2, '0')}:00:00Z`);
}

function plan(changes: Partial<JobPlan>): void {
  machine.job = { ...machine.job, ...changes };
}

const minutes = (count: number) => machine.clock.advance(count * 60_000);
const record = async (input: RunInput) => await history.run(runIdOf(input));
const status = async (execution: string) => (await machine.executions.describe(execution))?.status;

async function nothingIsLeft(): Promise<void> {
  await minutes(5);
  expect([...machine.dms.tasks.keys()]).toEqual([]);
  expect(await history.inFlightRuns()).toEqual([]);
  expect(await history.lease(job)).toBeUndefined();
}

async function stop(execution: string): Promise<void> {
  await machine.stepFunctions.operations['StopExecution']?.(
    { executionArn: execution },
    { accessKeyId: 'LAKEFERRYOPERATOR', principalArn: 'arn:aws:iam::000000000000:root' },
  );
}

describe('overlap: queue', () => {
  beforeEach(() => {
    plan({ overlap: 'queue' });
    machine.dms.loadSeconds = 3600;
  });

  test('a run waits while another run of its job is in flight, then loads', async () => {
    const first = machine.start(inputOf(1));
    await minutes(5);
    const second = machine.start(inputOf(2));
    await minutes(30);
    const waiting = await record(inputOf(2));
    expect(waiting && waitingText(waiting)).toBe(`waiting for ${runIdOf(inputOf(1))}`);
    expect(machine.dms.tasks.size).toBe(1);
    expect(await machine.finish(first)).toBe('SUCCEEDED');
    expect(await machine.finish(second)).toBe('SUCCEEDED');
    const done = await record(inputOf(2));
    expect(done?.verdict?.outcome).toBe('succeeded');
    const { waited = '', admitted = '' } = done?.phases ?? {};
    expect(admitted > waited).toBe(true);
    expect(admitted >= ((await record(inputOf(1)))?.phases.closed ?? 'never')).toBe(true);
    await nothingIsLeft();
  });

  test('only one run waits, and a further one is skipped', async () => {
    const executions = [1, 2, 3].map((hour) => machine.start(inputOf(hour)));
    for (const execution of executions) expect(await machine.finish(execution)).toBe('SUCCEEDED');
    const outcomes = await Promise.all([1, 2, 3].map(async (hour) => (await record(inputOf(hour)))?.verdict));
    expect(outcomes.map((verdict) => verdict?.outcome).sort()).toEqual(['skipped', 'succeeded', 'succeeded']);
    const skipped = outcomes.find((verdict) => verdict?.outcome === 'skipped');
    expect(skipped?.findings[0]?.code).toBe('queued-already');
    await nothingIsLeft();
  });

  test('nobody overtakes a run that waits, when the lease is free', async () => {
    const first = machine.start(inputOf(1));
    await minutes(5);
    machine.start(inputOf(2));
    await minutes(5);
    machine.resting = true;
    await stop(first);
    machine.resting = false;
    await history.closeInFlightRun({ run: runIdOf(inputOf(1)) });
    await history.releaseLease(job, runIdOf(inputOf(1)));
    await machine.finish(machine.start(inputOf(3)));
    expect((await record(inputOf(3)))?.verdict).toMatchObject({ findings: [{ code: 'queued-already' }] });
  });

  test('a wait costs a constant number of invocations, and ends after max-duration as skipped', async () => {
    plan({ maxDurationSeconds: 1800 });
    machine.dms.loadSeconds = 86_400;
    machine.start(inputOf(1));
    await minutes(2);
    plan({ maxDurationSeconds: 1200 });
    machine.invocations.length = 0;
    const second = machine.start(inputOf(2));
    expect(await machine.finish(second)).toBe('SUCCEEDED');
    expect(machine.invocations.filter((name) => name === 'OpenRun')).toHaveLength(2);
    const skipped = await record(inputOf(2));
    expect(skipped).toMatchObject({ verdict: { outcome: 'skipped', findings: [{ code: 'not-admitted' }] } });
    expect(skipped?.verdict?.findings[0]?.detail).toContain(`waiting for ${runIdOf(inputOf(1))}`);
    expect(skipped?.phases.admitted).toBeUndefined();
  });

  test('a wait ends in time when no poll runs, and a missed heartbeat does not end it', async () => {
    plan({ maxDurationSeconds: 3 * 3600 });
    machine.dms.loadSeconds = 86_400;
    machine.start(inputOf(1));
    await minutes(2);
    const second = machine.start(inputOf(2));
    await minutes(2);
    machine.resting = true;
    await minutes(100);
    expect(await status(second)).toBe('RUNNING');
    await minutes(90);
    expect(await status(second)).toBe('SUCCEEDED');
    expect((await record(inputOf(2)))?.verdict?.findings[0]?.code).toBe('not-admitted');
  });

  test('a waiting run whose execution is stopped is closed, and another can wait', async () => {
    const first = machine.start(inputOf(1));
    await minutes(5);
    const second = machine.start(inputOf(2));
    await minutes(5);
    await stop(second);
    await minutes(2);
    expect((await record(inputOf(2)))?.verdict?.outcome).toBe('stopped');
    const third = machine.start(inputOf(3));
    for (const execution of [first, third]) expect(await machine.finish(execution)).toBe('SUCCEEDED');
    expect((await record(inputOf(3)))?.verdict?.outcome).toBe('succeeded');
    await nothingIsLeft();
  });

  test('a waiting run that is cancelled is closed, and the run in flight is left alone', async () => {
    const first = machine.start(inputOf(1));
    await minutes(5);
    machine.start(inputOf(2));
    await minutes(5);
    const waiting = runIdOf(inputOf(2));
    const cancelled = { by: 'ada', at: '2026-03-01T10:10:00.000Z' };
    await history.requestCancel(waiting, cancelled);
    expect(await history.cancelRun(waiting, cancelled)).toBe('cancelled');
    await minutes(3);
    expect(await history.run(waiting)).toMatchObject({ cancelled, verdict: { outcome: 'cancelled' } });
    expect((await history.inFlightRuns()).map(({ run }) => run)).toEqual([runIdOf(inputOf(1))]);
    expect(await machine.finish(first)).toBe('SUCCEEDED');
    await nothingIsLeft();
  });

  test('a run that waits when its job is paused is skipped', async () => {
    const first = machine.start(inputOf(1));
    await minutes(5);
    const second = machine.start(inputOf(2));
    await minutes(5);
    const paused = { at: '2026-03-01T10:10:00Z', by: 'ann', reason: 'migration' };
    await history.changeJobState(job, 'paused', undefined, paused);
    for (const execution of [first, second]) expect(await machine.finish(execution)).toBe('SUCCEEDED');
    expect((await record(inputOf(2)))?.verdict?.findings[0]?.code).toBe('paused');
    await nothingIsLeft();
  });

  test('an execution with the state machine of an earlier version does not wait', async () => {
    machine.start(inputOf(1));
    await minutes(5);
    const payload = { execution: 'arn:old', input: inputOf(2) };
    expect(await machine.invoke('OpenRun', payload)).toMatchObject({ opening: 'skipped' });
    expect((await record(inputOf(2)))?.verdict?.findings[0]?.code).toBe('lease-held');
  });
});

describe('overlap: cancel-previous', () => {
  beforeEach(() => {
    plan({ overlap: 'cancel-previous' });
    machine.dms.loadSeconds = 3600;
  });

  test('a new run cancels the earlier one, and loads when its task is gone', async () => {
    machine.start(inputOf(1));
    await minutes(5);
    const second = machine.start(inputOf(2));
    await minutes(15);
    expect(await record(inputOf(1))).toMatchObject({
      cancelled: { by: runIdOf(inputOf(2)) },
      verdict: { outcome: 'cancelled' },
    });
    expect(await machine.finish(second)).toBe('SUCCEEDED');
    const { phases, verdict } = (await record(inputOf(2))) ?? {};
    expect(verdict?.outcome).toBe('succeeded');
    expect(Date.parse(phases?.admitted ?? '') - Date.parse(phases?.waited ?? '')).toBeLessThan(10 * 60_000);
    await nothingIsLeft();
  });

  test('killed after any call while it replaces a run, a run ends as if not killed', async () => {
    const day = (index: number) =>
      scheduledInput({}, new Date(Date.UTC(2026, 0, 1 + index)).toISOString().replace('.000', ''));
    for (let call = 1; call <= 47; call += 2) {
      machine.dms.loadSeconds = 3600;
      machine.start(day(2 * call));
      await minutes(5);
      machine.dms.loadSeconds = 60;
      machine.portCalls = 0;
      machine.killAtCall = call;
      expect([call, await machine.finish(machine.start(day(2 * call + 1)))]).toEqual([call, 'SUCCEEDED']);
      machine.killAtCall = undefined;
      await minutes(10);
      const outcomes = [await record(day(2 * call)), await record(day(2 * call + 1))];
      expect([call, ...outcomes.map((one) => one?.verdict?.outcome)]).toEqual([
        call,
        'cancelled',
        'succeeded',
      ]);
      expect([call, machine.dms.tasks.size, (await history.inFlightRuns()).length]).toEqual([call, 0, 0]);
    }
  });
});

describe('a limit of one run of the source', () => {
  const other = 'sales/customers';
  beforeEach(() => {
    plan({ concurrency: { source: 1 } });
  });

  test('lets two jobs of it load one after the other', async () => {
    machine.dms.loadSeconds = 1800;
    const first = machine.start(inputOf(1));
    await minutes(1);
    const second = machine.start(inputOf(1, other));
    await minutes(20);
    const waiting = await record(inputOf(1, other));
    expect(waiting && waitingText(waiting)).toMatch(/^waiting: 1 of 1 runs of source \S+$/);
    for (const execution of [first, second]) expect(await machine.finish(execution)).toBe('SUCCEEDED');
    const [one, two] = [await record(inputOf(1)), await record(inputOf(1, other))];
    expect([one?.verdict?.outcome, two?.verdict?.outcome]).toEqual(['succeeded', 'succeeded']);
    expect((two?.phases.admitted ?? '') >= (one?.phases.taskDeleted ?? 'never')).toBe(true);
    await nothingIsLeft();
  });

  test('holds the lease of a waiting job, whose next run is skipped', async () => {
    machine.dms.loadSeconds = 1800;
    machine.start(inputOf(1));
    await minutes(1);
    machine.start(inputOf(1, other));
    await minutes(1);
    await machine.finish(machine.start(inputOf(2, other)));
    expect(await record(inputOf(2, other))).toMatchObject({
      verdict: { findings: [{ code: 'lease-held' }] },
      skippedFor: runIdOf(inputOf(1, other)),
    });
  });

  test('killed after any call of any function, a run that waits ends as if not killed', async () => {
    const day = (index: number) =>
      scheduledInput({}, new Date(Date.UTC(2026, 0, 1 + index)).toISOString().replace('.000', ''));
    machine.events = 'lost';
    const runKilledAt = async (index: number, call: number | undefined): Promise<string> => {
      machine.portCalls = 0;
      machine.killAtCall = call;
      const ended = await machine.finish(machine.start(day(index)));
      machine.killAtCall = undefined;
      await minutes(10);
      return ended;
    };
    expect(await runKilledAt(0, undefined)).toBe('SUCCEEDED');
    expect((await record(day(0)))?.phases.admitted).toBeDefined();
    const calls = Math.min(machine.portCalls, 60);
    for (let call = 1; call <= calls; call += 2) {
      expect([call, await runKilledAt(call, call)]).toEqual([call, 'SUCCEEDED']);
      expect([call, (await record(day(call)))?.verdict?.outcome]).toEqual([call, 'succeeded']);
      expect([call, machine.dms.tasks.size, (await history.inFlightRuns()).length]).toEqual([call, 0, 0]);
      expect(await history.lease(job)).toBeUndefined();
    }
  });
});

describe('a run that nothing of its own blocks', () => {
  const budget = requestBudgetOf(defaultRequestsPerSecond);

  test('begins at once, and waits for no poll', async () => {
    machine.pollEverySeconds = 86_400;
    expect(await machine.finish(machine.start(inputOf(1)))).toBe('SUCCEEDED');
    const { opened, admitted, waited } = (await record(inputOf(1)))?.phases ?? {};
    expect([admitted, waited]).toEqual([opened, undefined]);
  });

  test('waits for the end of a hold, and says until when', async () => {
    const until = new Date(machine.clock.now().getTime() + 15 * 60_000).toISOString();
    await history.hold({ name: 'platform', until, reason: 'deployment of the platform' });
    const execution = machine.start(inputOf(1));
    await minutes(5);
    const waiting = await record(inputOf(1));
    expect(waiting && waitingText(waiting)).toBe(
      `waiting: deployment of the platform, until ${until.slice(11, 16)} UTC`,
    );
    await history.endHold({ name: 'platform' });
    expect(await machine.finish(execution)).toBe('SUCCEEDED');
    expect(((await record(inputOf(1)))?.phases.admitted ?? '') < until).toBe(true);
    await nothingIsLeft();
  });

  test('begins when a hold that nobody ended is over', async () => {
    const until = new Date(machine.clock.now().getTime() + 15 * 60_000).toISOString();
    await history.hold({ name: 'platform', until, reason: 'deployment of the platform' });
    expect(await machine.finish(machine.start(inputOf(1)))).toBe('SUCCEEDED');
    expect(((await record(inputOf(1)))?.phases.admitted ?? '') >= until).toBe(true);
  });

  test('waits for DMS requests that others have used up, then loads', async () => {
    const now = machine.clock.now();
    await history.settleRequests(budget, 1200, now);
    const execution = machine.start(inputOf(1));
    await minutes(1);
    const waiting = await record(inputOf(1));
    expect(waiting && waitingText(waiting)).toBe('waiting for DMS requests: it is the next run');
    expect(machine.dms.calls).not.toContain('createTask');
    expect(await machine.finish(execution)).toBe('SUCCEEDED');
    // 1,200 requests take 187.5 s, of which the burst is 18.75 s.
    const { taskCreated = '' } = (await record(inputOf(1)))?.phases ?? {};
    expect(Date.parse(taskCreated) - now.getTime()).toBeGreaterThanOrEqual(168_000);
    await nothingIsLeft();
  });
});
