import type { History } from '../../aws/history/history';
import { newInFlightRun, newRun, taskTags } from '../../core/runs/record/new-run';
import { runIdOf, taskIdentifierOf } from '../../core/runs/record/run-identity';
import { closeRun } from '../../functions/close-run/close-run';
import { createTask } from '../../functions/create-task/create-task';
import { leaseJob } from '../../application/runs/lease-job';
import { closeOrphan } from '../../functions/poll-tasks/abandon';
import { leaveTask } from '../helpers/runs/leave-task';
import { memoryHistory } from '../helpers/runs/memory-history';
import { scheduledInput } from '../helpers/runs/run-input';
import { RunError } from '../../core/runs/record/run-error';
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

const input = scheduledInput();
const run = runIdOf(input);
const identifier = taskIdentifierOf('dev-sales-orders-daily', run);

test('a task that another run left behind is deleted, then the run continues', async () => {
  const leftover = await leaveTask(machine, input);
  expect(await machine.finish(machine.start(input))).toBe('SUCCEEDED');
  expect(machine.dms.tasks.has(leftover)).toBe(false);
});

test('somebody else’s task of the same name is left alone, and the run reports it', async () => {
  const strange = await leaveTask(machine, input, { owner: 'somebody' });
  const execution = machine.start(input);
  expect(await machine.finish(execution)).toBe('FAILED');
  expect(await machine.executions.describe(execution)).toMatchObject({ error: 'TaskNotOurs' });
  expect(machine.dms.tasks.get(strange)?.task.status).toBe('ready');
});

test('a task that cannot be deleted is recorded, keeps the lease, and is deleted by a later poll', async () => {
  const stubborn = jest.spyOn(machine.dms, 'deleteTask').mockResolvedValue(false);
  expect(await machine.finish(machine.start(input))).toBe('SUCCEEDED');
  expect(await history.run(run)).toMatchObject({
    verdict: { outcome: 'succeeded' },
    leftBehind: { state: 'DeleteTask', error: 'States.Timeout' },
  });
  const later = scheduledInput({}, '2026-03-02T10:00:00Z');
  await machine.finish(machine.start(later));
  expect(await history.run(runIdOf(later))).toMatchObject({ skippedFor: run });

  stubborn.mockRestore();
  await machine.clock.advance(10 * 60_000);
  expect(machine.dms.tasks.size).toBe(0);
  expect((await history.run(run))?.leftBehind?.clearedAt).toBeDefined();
  expect(await history.lease('sales/orders-daily')).toBeUndefined();
});

test.each([
  ['for a quarter of an hour', 15],
  ['for an hour', 60],
  ['for three hours', 180],
])(
  'evidence that cannot be read %s is read before the task is deleted, for up to two hours',
  async (_, refused) => {
    machine.dms.ending = { status: 'failed', lastFailureMessage: 'Last Error  boom Stop Reason FATAL_ERROR' };
    const read = jest
      .spyOn(machine.dms, 'tableStatistics')
      .mockRejectedValue(new RunError('Throttled', 'slow down'));
    const execution = machine.start(input);
    await machine.clock.advance(refused * 60_000);
    expect(machine.dms.tasks.size).toBe(refused < 120 ? 1 : 0);
    read.mockRestore();
    expect(await machine.finish(execution)).toBe('FAILED');
    await machine.clock.advance(30 * 60_000);
    expect([machine.dms.tasks.size, (await history.inFlightRuns()).length]).toEqual([0, 0]);
    expect(await history.lease('sales/orders-daily')).toBeUndefined();
    const kept = await history.runWithTables(run);
    expect(kept?.run.verdict?.outcome).toBe('failed');
    if (refused > 120) return;
    expect(kept?.run.verdict?.evidence.message).toContain('boom');
    expect(kept?.tables).toHaveLength(2);
  },
);

test('a task that is created while its execution ends is handed to the poll', async () => {
  const record = await history.openRun(newRun(input, 'execution', 400, machine.clock.now()));
  await history.openInFlightRun(newInFlightRun(record));
  const made = machine.dms.createTask.bind(machine.dms);
  jest.spyOn(machine.dms, 'createTask').mockImplementation(async (request) => {
    await history.closeInFlightRun({ run });
    return await made(request);
  });
  const ports = {
    history,
    dms: machine.dms,
    plans: { job: async () => machine.job },
    environment: 'dev',
    stagingBucket: 'staging',
    retentionDays: 400,
  };
  await expect(createTask(ports, { run }, machine.clock.now())).rejects.toMatchObject({
    name: 'ExecutionEnded',
  });
  expect(await history.inFlightRun(run)).toMatchObject({ goal: 'deleted', taskIdentifier: identifier });
  await machine.clock.advance(10 * 60_000);
  expect([machine.dms.tasks.size, (await history.inFlightRuns()).length]).toEqual([0, 0]);
  expect((await history.run(run))?.verdict?.outcome).toBe('failed');
});

/** Run in flight without its execution, and `createTask` as its state calls it. */
async function inFlight() {
  const record = await history.openRun(newRun(input, 'execution', 400, machine.clock.now()));
  await history.openInFlightRun(newInFlightRun(record));
  await history.takeLease(record.jobKey, { run, execution: 'execution', takenAt: record.openedAt });
  const ports = {
    history,
    dms: machine.dms,
    plans: { job: async () => machine.job },
    environment: 'dev',
    stagingBucket: 'staging',
    retentionDays: 400,
  };
  return { history, create: () => createTask(ports, { run }, machine.clock.now()) };
}

const ended = { state: 'Execution', error: 'ExecutionEnded', cause: 'it ended' };

test('an orphan that is still open when its task is created gets the task', async () => {
  const { history, create } = await inFlight();
  const made = machine.dms.createTask.bind(machine.dms);
  jest.spyOn(machine.dms, 'createTask').mockImplementation(async (request) => {
    await history.orphanInFlightRun(run, ended, machine.clock.now().toISOString());
    return await made(request);
  });
  await expect(create()).rejects.toMatchObject({ name: 'ExecutionEnded' });
  expect(await history.inFlightRun(run)).toMatchObject({ taskArn: expect.any(String), orphanedBy: ended });
  await machine.clock.advance(10 * 60_000);
  expect([machine.dms.tasks.size, (await history.inFlightRuns()).length]).toEqual([0, 0]);
});

test('a poll that saw no task does not remove an in-flight run that has got one in the meantime', async () => {
  const { history, create } = await inFlight();
  const seen = await history.orphanInFlightRun(run, ended, machine.clock.now().toISOString());
  if (seen === undefined) throw new Error('the in-flight run is gone');
  const asked = jest.spyOn(history, 'inFlightRunHasTask').mockResolvedValueOnce(true);
  await expect(create()).rejects.toMatchObject({ name: 'ExecutionEnded' });
  asked.mockRestore();

  await closeOrphan(history, seen, ended, machine.clock.now());
  expect(await history.inFlightRun(run)).toMatchObject({ taskIdentifier: identifier });
  expect(await history.lease('sales/orders-daily')).toMatchObject({ run });
  await machine.clock.advance(10 * 60_000);
  expect([machine.dms.tasks.size, (await history.inFlightRuns()).length]).toEqual([0, 0]);
  expect(await history.lease('sales/orders-daily')).toBeUndefined();
});

test('a task that is created after DeleteTask saw none is left to the poll, not forgotten by CloseRun', async () => {
  const { history, create } = await inFlight();
  await create();
  const event = { run, execution: 'execution', input, failure: ended, leftBehind: null };
  await closeRun({ history }, event, machine.clock.now());
  expect(await history.inFlightRun(run)).toMatchObject({ goal: 'deleted' });
  await machine.clock.advance(10 * 60_000);
  expect([machine.dms.tasks.size, (await history.inFlightRuns()).length]).toEqual([0, 0]);
});

describe('an orphan without a record', () => {
  const orphan = async () => {
    const opened = newRun(input, 'execution', 30, machine.clock.now());
    await history.openInFlightRun(newInFlightRun(opened));
    await history.orphanInFlightRun(run, ended, machine.clock.now().toISOString());
    return opened;
  };

  test('leaves nothing in flight, when its OpenRun was killed', async () => {
    await orphan();
    await machine.clock.advance(7 * 60_000);
    expect(await history.inFlightRuns()).toEqual([]);
    expect(await history.run(run)).toBeUndefined();
  });

  /** Seed 9515 of 0.05 days: the record was written after the item in flight had been removed, and stayed open for ever. */
  test.each([30, 100, 200])(
    'is closed, when its OpenRun writes the record after %i seconds',
    async (seconds) => {
      const opened = await orphan();
      await machine.clock.advance(seconds * 1000);
      await history.openRun(opened);
      await machine.clock.advance(7 * 60_000);
      expect(await history.inFlightRuns()).toEqual([]);
      expect((await history.run(run))?.phases.closed).toBeDefined();
    },
  );
});

test('an orphan’s task that one Describe does not show is not forgotten', async () => {
  const { history, create } = await inFlight();
  await create();
  await history.orphanInFlightRun(run, ended, machine.clock.now().toISOString());
  jest.spyOn(machine.dms, 'describeTasks').mockResolvedValueOnce([]);
  await machine.clock.advance(10 * 60_000);
  expect([machine.dms.tasks.size, (await history.inFlightRuns()).length]).toEqual([0, 0]);
});

test('a lease of an execution that a person stopped is taken over, its run closed as stopped', async () => {
  const dead = await history.openRun(
    newRun(scheduledInput({}, '2026-02-28T10:00:00Z'), 'aborted', 400, machine.clock.now()),
  );
  await history.takeLease(dead.jobKey, { run: dead.run, execution: 'aborted', takenAt: dead.openedAt });
  const executions = { ...machine.executions, describe: async () => ({ status: 'ABORTED' as const }) };
  const record = newRun(input, 'execution', 400, machine.clock.now());
  expect(await leaseJob({ history, executions }, record, machine.clock.now())).toBe(run);
  expect(await history.run(dead.run)).toMatchObject({ verdict: { outcome: 'stopped' } });
});

test('a lease whose execution is over and that has nothing in flight is taken over, its run closed', async () => {
  const dead = await history.openRun(
    newRun(
      scheduledInput({}, '2026-02-28T10:00:00Z'),
      'arn:aws:states:eu-west-1:000000000000:execution:migration:dead',
      400,
      machine.clock.now(),
    ),
  );
  await history.takeLease(dead.jobKey, {
    run: dead.run,
    execution: dead.execution,
    takenAt: dead.openedAt,
  });
  expect(await machine.finish(machine.start(input))).toBe('SUCCEEDED');
  expect((await history.run(run))?.verdict?.outcome).toBe('succeeded');
  expect(await history.run(dead.run)).toMatchObject({ verdict: { outcome: 'failed' } });
});

test('a run that another execution opened is not closed by this one', async () => {
  const record = await history.openRun(newRun(input, 'theirs', 400, machine.clock.now()));
  const failure = { state: 'OpenRun', error: 'AccessDenied', cause: 'no' };
  const event = { run: null, execution: 'ours', input, failure, leftBehind: null };
  expect(await closeRun({ history }, event, machine.clock.now())).toEqual({
    outcome: 'failed',
    error: 'AccessDenied',
    cause: 'no',
  });
  expect((await history.run(record.run))?.phases.closed).toBeUndefined();
  expect(taskTags('dev', record)['lakeferry:run']).toBe(run);
});
