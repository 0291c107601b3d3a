import type { History } from '../../aws/history/history';
import { waitingText } from '../../core/runs/record/run-record';
import { runIdOf } from '../../core/runs/record/run-identity';
import { cdcJob } from '../helpers/runs/cdc-job';
import { leaveTask } from '../helpers/runs/leave-task';
import { memoryHistory } from '../helpers/runs/memory-history';
import { endpoints, scheduledInput } from '../helpers/runs/run-input';
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
const tomorrow = scheduledInput({}, '2026-03-02T10:00:00Z');
const day = 24 * 3_600_000;

const counted = (call: string) => machine.dms.calls.filter((made) => made.startsWith(call)).length;
const invocations = (name: string) => machine.invocations.filter((invoked) => invoked === name).length;

describe('connection tests', () => {
  test('a test of twenty minutes is waited for with few calls of functions and one request per minute', async () => {
    machine.dms.connectionBefore = 'untested';
    machine.dms.testSeconds = 1200;
    expect(await machine.finish(machine.start(input))).toBe('SUCCEEDED');
    expect(counted('testConnection')).toBe(2);
    expect([invocations('CreateTask'), invocations('StartTask')]).toEqual([2, 1]);
    // One by CreateTask, and one per poll.
    expect(counted('connections')).toBeLessThanOrEqual(23);
    const record = await history.knownRun(run);
    expect(record.phases.connectionsTested).toBeDefined();
    expect(record.waitsForDms).toBeUndefined();
  });

  test('a poll describes the connections of all waiting runs of an instance in one request', async () => {
    machine.dms.connectionBefore = 'untested';
    machine.dms.testSeconds = 600;
    const executions = [1, 2, 3, 4, 5].map((job) =>
      machine.start(
        scheduledInput({
          job: `sales/orders-${job}`,
          endpoints: { ...endpoints, targetEndpointArn: `${endpoints.targetEndpointArn}${job}` },
        }),
      ),
    );
    await machine.clock.advance(3 * 60_000);
    expect((await history.inFlightRuns()).map(({ goal }) => goal)).toEqual(
      executions.map(() => 'connections-tested'),
    );
    // The source is tested once for all of them.
    expect(counted('testConnection')).toBeLessThanOrEqual(10);
    machine.dms.calls.length = 0;
    await machine.clock.advance(60_000);
    expect(counted('connections')).toBe(1);
    for (const execution of executions) expect(await machine.finish(execution)).toBe('SUCCEEDED');
  });

  test('a test that somebody else has started is waited for, and not repeated', async () => {
    machine.dms.connectionBefore = 'testing';
    const execution = machine.start(input);
    await machine.clock.advance(5 * 60_000);
    machine.dms.connectionBefore = 'successful';
    expect(await machine.finish(execution)).toBe('SUCCEEDED');
    expect(counted('testConnection')).toBe(0);
  });

  test('a test that failed before the run is repeated once, and its failure ends the run', async () => {
    machine.dms.connectionBefore = 'failed';
    machine.dms.connection = 'failed';
    const execution = machine.start(input);
    expect(await machine.finish(execution)).toBe('FAILED');
    expect(await machine.executions.describe(execution)).toMatchObject({
      error: 'ConnectionTestFailed',
      cause: expect.stringContaining('the database is asleep; '),
    });
    expect(counted('testConnection')).toBe(2);
    expect([machine.dms.tasks.size, (await history.inFlightRuns()).length]).toEqual([0, 0]);
  });

  test('a test that failed before the run and passes now does not fail it, however answers trail', async () => {
    machine.dms.trailSeconds = 40;
    machine.dms.connectionBefore = 'failed';
    expect(await machine.finish(machine.start(input))).toBe('SUCCEEDED');
    expect(counted('testConnection')).toBe(2);
  });

  test('a test that does not end fails the run after an hour, with what it waited for', async () => {
    machine.dms.connectionBefore = 'untested';
    machine.dms.testSeconds = 100_000;
    const began = machine.clock.now().getTime();
    const execution = machine.start(input);
    expect(await machine.finish(execution)).toBe('FAILED');
    expect(await machine.executions.describe(execution)).toMatchObject({
      error: 'WaitedTooLong',
      cause: expect.stringMatching(/^it waited until 2026-03-01T11:00:.*DMS tests the connections of arn:/),
    });
    expect(machine.clock.now().getTime() - began).toBeLessThan(65 * 60_000);
  });

  test('a passed test is not described again within a day, unless what it depends on has changed', async () => {
    expect(await machine.finish(machine.start(input))).toBe('SUCCEEDED');
    expect(counted('connections')).toBe(1);
    const again = scheduledInput({}, '2026-03-01T12:00:00Z');
    expect(await machine.finish(machine.start(again))).toBe('SUCCEEDED');
    expect(counted('connections')).toBe(1);

    machine.job = { ...machine.job, targetSettings: { DataFormat: 'csv' } };
    const changed = scheduledInput({}, '2026-03-01T13:00:00Z');
    expect(await machine.finish(machine.start(changed))).toBe('SUCCEEDED');
    expect(counted('connections')).toBe(2);

    await machine.clock.advance(day);
    expect(await machine.finish(machine.start(tomorrow))).toBe('SUCCEEDED');
    expect([counted('connections'), counted('testConnection')]).toEqual([3, 0]);
  });

  test.each(['full-load', 'cdc'])(
    'a start of a %s task that DMS refuses for want of a test begins after both tests',
    async (mode) => {
      if (mode === 'cdc') machine.job = cdcJob();
      machine.dms.startsUntested = true;
      expect(await machine.finish(machine.start(input))).toBe('SUCCEEDED');
      expect(counted('testConnection')).toBe(2);
      expect([counted('startTask'), invocations('StartTask')]).toEqual([2, 2]);
    },
  );
});

describe('a task of another run with the identifier', () => {
  test.each([0, 90])('is deleted by polls when answers trail by %d seconds', async (trailSeconds) => {
    const arn = await leaveTask(machine, input);
    machine.dms.set(arn, { status: 'running' });
    machine.dms.trailSeconds = trailSeconds;
    expect(await machine.finish(machine.start(input))).toBe('SUCCEEDED');
    expect(machine.dms.tasks.size).toBe(0);
    expect(counted('createTask')).toBeLessThan(6);
  });

  test('is named when it cannot be deleted for an hour', async () => {
    await leaveTask(machine, input);
    jest.spyOn(machine.dms, 'deleteTask').mockResolvedValue(false);
    const execution = machine.start(input);
    expect(await machine.finish(execution)).toBe('FAILED');
    expect(await machine.executions.describe(execution)).toMatchObject({
      error: 'WaitedTooLong',
      cause: expect.stringContaining('belongs to another run and is being deleted'),
    });
    // Functions are not called while nothing changes.
    expect(invocations('CreateTask')).toBe(1);
  });
});

describe('a task that must settle', () => {
  const modified = { tableMappings: { rules: [{ 'rule-type': 'selection' }] } };

  test('the task of a CDC job is stopped, modified and resumed with few calls of functions', async () => {
    machine.job = cdcJob();
    expect(await machine.finish(machine.start(input))).toBe('SUCCEEDED');
    machine.job = cdcJob(modified);
    machine.invocations.length = 0;
    machine.dms.modifySeconds = 600;
    expect(await machine.finish(machine.start(tomorrow))).toBe('SUCCEEDED');
    expect([counted('stopTask'), counted('modifyTask')]).toEqual([1, 1]);
    expect(invocations('CreateTask')).toBe(2);
    expect(invocations('StartTask')).toBeLessThanOrEqual(2);
    const [task] = machine.dms.tasks.values();
    expect(task?.task.status).toBe('running');
    expect(task?.request.tableMappings).toBe(JSON.stringify(modified.tableMappings));
  });

  test('a poll that is refused by DMS keeps the wait alive', async () => {
    machine.job = cdcJob();
    expect(await machine.finish(machine.start(input))).toBe('SUCCEEDED');
    machine.job = cdcJob(modified);
    const execution = machine.start(tomorrow);
    await machine.clock.advanceUntil(() => counted('stopTask') === 1, 600_000);
    const refused = jest.spyOn(machine.dms, 'describeTasks').mockRejectedValue(new Error('slow down'));
    await machine.clock.advance(30 * 60_000);
    refused.mockRestore();
    expect(await machine.finish(execution)).toBe('SUCCEEDED');
  });
});

test('a run that is cancelled while it waits for DMS leaves nothing', async () => {
  machine.dms.connectionBefore = 'untested';
  machine.dms.testSeconds = 1200;
  const execution = machine.start(input);
  await machine.clock.advance(5 * 60_000);
  expect(await history.inFlightRun(run)).toMatchObject({ goal: 'connections-tested' });
  expect(waitingText(await history.knownRun(run))).toMatch(/^waiting: DMS tests the connections of arn:/);
  await machine.executions.stop(execution, 'Cancelled', 'by a person');
  await machine.clock.advance(10 * 60_000);
  expect([machine.dms.tasks.size, (await history.inFlightRuns()).length]).toEqual([0, 0]);
  expect(await history.lease('sales/orders-daily')).toBeUndefined();
  expect((await history.run(run))?.phases.closed).toBeDefined();
});
