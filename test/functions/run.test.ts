import { runIdOf } from '../../core/runs/record/run-identity';
import { startTestHistory, type TestHistory } from '../helpers/runs/history-table';
import { scheduledInput } from '../helpers/runs/run-input';
import { RunMachine } from '../helpers/runs/run-machine';

let store: TestHistory;
let machine: RunMachine;
beforeEach(async () => {
  store = await startTestHistory();
  machine = await new RunMachine(store.history).open();
});
afterEach(async () => {
  await machine.stop();
  await store.stop();
});

const input = scheduledInput();
const run = runIdOf(input);

async function nothingIsLeft(): Promise<void> {
  expect([...machine.dms.tasks.keys()]).toEqual([]);
  expect(await store.history.inFlightRuns()).toEqual([]);
  expect(await store.history.lease('sales/orders-daily')).toBeUndefined();
}

describe('a full load', () => {
  test('succeeds, keeps its record and its tables, and leaves nothing else', async () => {
    expect(await machine.finish(machine.start(input))).toBe('SUCCEEDED');
    const kept = await store.history.runWithTables(run);
    expect(kept?.run.verdict).toMatchObject({ outcome: 'succeeded', findings: [], evidence: { rows: 20 } });
    expect(kept?.tables.map(({ table }) => table)).toEqual(['order_items', 'orders']);
    expect(Object.keys(kept?.run.phases ?? {}).sort()).toEqual(
      [
        'admitted',
        'closed',
        'judged',
        'loadFinished',
        'opened',
        'sourceChecked',
        'startRequested',
        'taskCreated',
        'taskDeleted',
        'taskReady',
      ].sort(),
    );
    await nothingIsLeft();
  });

  test('succeeds when all events of DMS are lost', async () => {
    machine.events = 'lost';
    expect(await machine.finish(machine.start(input))).toBe('SUCCEEDED');
    await nothingIsLeft();
  });

  test('needs as many transitions for ten hours as for ten minutes', async () => {
    machine.job = { ...machine.job, maxDurationSeconds: 86_400 };
    machine.pollEverySeconds = 600;
    const transitions: number[] = [];
    for (const [index, seconds] of [600, 36_000].entries()) {
      machine.dms.loadSeconds = seconds;
      const execution = machine.start(scheduledInput({}, `2026-03-0${index + 1}T10:00:00Z`));
      expect(await machine.finish(execution)).toBe('SUCCEEDED');
      transitions.push(machine.stepFunctions.transitions(execution));
    }
    expect(transitions[1]).toBe(transitions[0]);
  });
});

describe('DMS answers late', () => {
  test.each(['ready', 'load-finished'])(
    'a run that waits for %s survives one empty Describe',
    async (goal) => {
      const described = machine.dms.describeTasks.bind(machine.dms);
      let empty = 0;
      jest.spyOn(machine.dms, 'describeTasks').mockImplementation(async (arns) => {
        const waitsFor = (await store.history.inFlightRun(run))?.goal;
        if (waitsFor !== goal || arns.length === 0 || empty > 0) return await described(arns);
        empty += 1;
        return [];
      });
      expect(await machine.finish(machine.start(input))).toBe('SUCCEEDED');
      expect(empty).toBe(1);
      await nothingIsLeft();
    },
  );

  test('a task that is missing for three minutes has disappeared', async () => {
    machine.dms.loadSeconds = 86_400;
    const execution = machine.start(input);
    await machine.clock.advanceUntil(
      () => [...machine.dms.tasks.values()].some(({ task }) => task.status === 'running'),
      3_600_000,
    );
    machine.dms.tasks.clear();
    expect(await machine.finish(execution, 600)).toBe('FAILED');
    expect(await machine.executions.describe(execution)).toMatchObject({ error: 'TaskDisappeared' });
    await nothingIsLeft();
  });

  test('table statistics that lag behind the end are read again, and the load succeeds', async () => {
    const read = machine.dms.tableStatistics.bind(machine.dms);
    let stale = 0;
    jest.spyOn(machine.dms, 'tableStatistics').mockImplementation(async (arn) => {
      const tables = await read(arn);
      if (machine.dms.tasks.get(arn)?.task.status !== 'stopped' || stale >= 2) return tables;
      stale += 1;
      return tables.map((table) => ({ ...table, state: 'Full load' }));
    });
    expect(await machine.finish(machine.start(input))).toBe('SUCCEEDED');
    expect(stale).toBe(2);
    await nothingIsLeft();
  });
});

describe('a run that fails', () => {
  test('keeps DMS’s messages before its task is deleted', async () => {
    machine.dms.ending = {
      status: 'failed',
      lastFailureMessage: 'Last Error  boom Stop Reason FATAL_ERROR Error Level FATAL',
    };
    expect(await machine.finish(machine.start(input))).toBe('FAILED');
    const record = await store.history.run(run);
    expect(record?.verdict).toMatchObject({ outcome: 'failed', findings: [{ code: 'task-failed' }] });
    expect(record?.verdict?.evidence.message).toContain('boom');
    await nothingIsLeft();
  });

  test('has the reason why its connection test failed', async () => {
    machine.dms.connection = 'failed';
    machine.dms.connectionBefore = 'untested';
    const execution = machine.start(input);
    expect(await machine.finish(execution)).toBe('FAILED');
    expect(await machine.executions.describe(execution)).toMatchObject({
      error: 'ConnectionTestFailed',
      cause: expect.stringContaining('cannot reach orders-db: the database is asleep; '),
    });
    expect((await store.history.run(run))?.verdict?.findings[0]?.detail).toContain('the database is asleep');
    await nothingIsLeft();
  });

  test('a load that exceeds max-duration is stopped and removed', async () => {
    machine.job = { ...machine.job, maxDurationSeconds: 600 };
    machine.dms.loadSeconds = 86_400;
    expect(await machine.finish(machine.start(input))).toBe('FAILED');
    expect(machine.dms.calls).toContain('stopTask');
    await nothingIsLeft();
  });

  test('an input that is not one of ours fails without a record', async () => {
    const execution = machine.start({ hello: 'world' });
    expect(await machine.finish(execution)).toBe('FAILED');
    expect(await machine.executions.describe(execution)).toMatchObject({ error: 'InvalidRunInput' });
  });
});

describe('an execution that is stopped', () => {
  test.each(['delivered', 'lost'] as const)(
    'leaves no task and no open run, its event %s',
    async (events) => {
      machine.dms.loadSeconds = 86_400;
      const execution = machine.start(input);
      await machine.clock.advanceUntil(
        async () => [...machine.dms.tasks.values()].some(({ task }) => task.status === 'running'),
        3_600_000,
      );
      machine.events = events;
      await machine.stepFunctions.operations['StopExecution']?.(
        { executionArn: execution },
        { accessKeyId: 'LAKEFERRYOPERATOR', principalArn: 'arn:aws:iam::000000000000:root' },
      );
      await machine.clock.advanceUntil(
        async () => (await store.history.inFlightRuns()).length === 0,
        2 * 3_600_000,
      );
      const record = await store.history.run(run);
      expect(record?.phases.closed).toBeDefined();
      expect(record?.verdict).toMatchObject({
        outcome: 'stopped',
        findings: [{ code: 'stopped-by-person' }],
      });
      await nothingIsLeft();
    },
  );
});

describe('two runs of one job', () => {
  test('a scheduled time that is delivered twice runs once', async () => {
    const [first, second] = [machine.start(input), machine.start(input)];
    expect(await machine.finish(first)).toBe('SUCCEEDED');
    expect(await machine.finish(second)).toBe('SUCCEEDED');
    expect(machine.dms.calls.filter((call) => call.startsWith('startTask'))).toEqual([
      'startTask start-replication',
    ]);
    await nothingIsLeft();
  });

  test('the second is skipped while the first is open, and names it', async () => {
    const first = machine.start(input);
    await machine.clock.advanceUntil(() => machine.dms.tasks.size === 1, 60_000);
    const later = scheduledInput({}, '2026-03-01T11:00:00Z');
    expect(await machine.finish(machine.start(later))).toBe('SUCCEEDED');
    expect(await store.history.run(runIdOf(later))).toMatchObject({
      skippedFor: run,
      verdict: { outcome: 'skipped' },
    });
    expect(await machine.finish(first)).toBe('SUCCEEDED');
    await nothingIsLeft();
  });
});
