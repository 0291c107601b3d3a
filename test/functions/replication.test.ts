import { readReplications } from '../../application/replications/read-replications';
import { readRun } from '../../application/runs/read-run';
import type { History } from '../../aws/history/history';
import type { Slot } from '../../core/model/replication-slot';
import { runIdOf } from '../../core/runs/record/run-identity';
import type { Task } from '../../core/runs/task/task';
import { cdcConnection, cdcJob } from '../helpers/runs/cdc-job';
import { memoryEnvironment } from '../helpers/runs/memory-environment';
import { memoryHistory } from '../helpers/runs/memory-history';
import { requestedInput, scheduledInput } from '../helpers/runs/run-input';
import { RunMachine } from '../helpers/runs/run-machine';

const key = 'sales/orders-daily';
let history: History;
let machine: RunMachine;
let day = 0;

beforeEach(async () => {
  history = memoryHistory();
  machine = await new RunMachine(history).open();
  machine.job = cdcJob();
  day = 0;
});
afterEach(async () => {
  await machine.stop();
});

/** Fires the next day's schedule and waits for its run. Returns the run's id. */
async function daily(wanted = 'SUCCEEDED'): Promise<string> {
  day += 1;
  const input = scheduledInput({}, `2026-03-${String(day).padStart(2, '0')}T10:00:00Z`);
  expect(await machine.finish(machine.start(input))).toBe(wanted);
  return runIdOf(input);
}

async function byHand(requestId: string, wanted = 'SUCCEEDED'): Promise<string> {
  const input = requestedInput(requestId, machine.clock.now().toISOString());
  expect(await machine.finish(machine.start(input))).toBe(wanted);
  return runIdOf(input);
}

function task(): Task {
  const [only, ...more] = [...machine.dms.tasks.values()];
  expect(more).toEqual([]);
  if (only === undefined) throw new Error('there is no task');
  return only.task;
}

/** CdcStartPosition of the newest task's creation. */
const createdAt = () => [...machine.dms.tasks.values()].at(-1)?.request.startPosition;
const starts = () => machine.dms.calls.filter((call) => call.startsWith('startTask'));
const minutes = (count: number) => machine.clock.advance(count * 60_000);
const eventKinds = async () => (await history.events(key, 100)).map(({ kind }) => kind).reverse();

const deploymentRequest = {
  ...{ stackId: 's', requestId: 'r', logicalId: 'Hold', physicalId: 'p', responseUrl: 'u' },
  ...{ endpoints: ['dev-sales-db'], instances: [], after: 'h', at: '2026-03-01T10:00:00.000Z' },
  answerBy: '2026-03-01T10:50:00.000Z',
};

/** Brings the task down as DMS does. */
function breaks(): void {
  machine.dms.set(task().arn, {
    status: 'failed',
    lastFailureMessage: 'Last Error  lost it Stop Reason FATAL_ERROR',
    checkpoint: 'checkpoint:V1#9#lost',
  });
}

describe('cdc', () => {
  test('is started once, and its task keeps running after the run', async () => {
    const run = await daily();
    expect(task()).toMatchObject({ status: 'running', identifier: 'dev-sales-orders-daily' });
    expect(starts()).toEqual(['startTask start-replication']);
    expect(createdAt()).toBeUndefined();
    const record = await history.run(run);
    expect(record).toMatchObject({ mode: 'cdc', verdict: { outcome: 'succeeded', findings: [] } });
    expect(Object.keys(record?.phases ?? {}).sort()).toEqual(
      [
        'admitted',
        'closed',
        'judged',
        'opened',
        'replicating',
        'sourceChecked',
        'startRequested',
        'taskCreated',
        'taskReady',
      ].sort(),
    );
    expect([await history.inFlightRuns(), await history.lease(key)]).toEqual([[], undefined]);
    expect(await history.replication(key)).toMatchObject({
      desired: 'running',
      taskArn: task().arn,
      run,
    });
    expect(machine.dms.calls).not.toContain('deleteTask');
  });

  test('a daily schedule leaves the running task alone', async () => {
    for (let times = 0; times < 5; times += 1) await daily();
    expect(starts()).toEqual(['startTask start-replication']);
    expect(machine.dms.calls.filter((call) => call === 'createTask')).toHaveLength(1);
  });

  test('has tags of the job and its plan, and none of a run', async () => {
    await daily();
    const tags = await machine.dms.tagsOf(task().arn);
    expect(Object.keys(tags).sort()).toEqual(
      ['lakeferry:department', 'lakeferry:environment', 'lakeferry:job', 'lakeferry:plan'].sort(),
    );
    expect(tags['lakeferry:plan']).toMatch(/^[0-9a-f]{16}$/);
  });

  test('starts at the configured place', async () => {
    machine.job = cdcJob({
      replication: {
        startFrom: { kind: 'position', position: '4AF/B00000D0' },
        maxLatencySeconds: 60,
        resumeLimit: 1,
      },
    });
    await daily();
    expect(machine.dms.places).toEqual([{ kind: 'position', position: '4AF/B00000D0' }]);
    expect(createdAt()).toBe('4AF/B00000D0');
  });

  test('a task that fails at once fails the run, and neither the task nor its checkpoint is lost', async () => {
    machine.dms.coming = {
      status: 'failed',
      lastFailureMessage: 'Last Error  no slot',
      checkpoint: 'checkpoint:V1#1',
    };
    const run = await daily('FAILED');
    expect((await history.run(run))?.verdict?.findings[0]).toMatchObject({ code: 'task-failed' });
    expect(task().status).toBe('failed');
    await minutes(2);
    expect(await history.checkpoint(key)).toMatchObject({
      checkpoint: 'checkpoint:V1#1',
      seenIn: 'sweep',
    });
  });

  test('somebody else’s task with the job’s identifier is left alone', async () => {
    await machine.dms.createTask({
      identifier: machine.job.identity.slug,
      resourceIdentifier: 'THEIRS',
      ...scheduledInput().endpoints,
      mode: 'cdc',
      tableMappings: '{}',
      taskSettings: '{}',
      tags: { owner: 'somebody' },
    });
    await minutes(1);
    await daily('FAILED');
    expect(task().status).toBe('ready');
    expect(await history.replications()).toEqual([]);
  });

  test('a job that is disabled is not started', async () => {
    machine.job = cdcJob({ enabled: false });
    await daily('FAILED');
    expect(machine.dms.tasks.size).toBe(0);
  });

  test('stopping an execution leaves the task alone', async () => {
    await daily();
    machine.dms.set(task().arn, { status: 'modifying' });
    const execution = machine.start(scheduledInput({}, '2026-03-09T10:00:00Z'));
    await minutes(2);
    await machine.stepFunctions.operations['StopExecution']?.(
      { executionArn: execution },
      { accessKeyId: 'LAKEFERRYOPERATOR', principalArn: 'arn:aws:iam::000000000000:root' },
    );
    await minutes(10);
    expect(await history.inFlightRuns()).toEqual([]);
    expect(await history.lease(key)).toBeUndefined();
    expect([
      task().status,
      machine.dms.calls.includes('stopTask'),
      machine.dms.calls.includes('deleteTask'),
    ]).toEqual(['modifying', false, false]);
  });
});

describe('full-load-and-cdc', () => {
  beforeEach(() => {
    machine.job = cdcJob({ mode: 'full-load-and-cdc' });
  });

  test('ends when the load is complete, with the rows of each table, and the task keeps running', async () => {
    machine.dms.loadSeconds = 3600;
    const run = await daily();
    const kept = await history.runWithTables(run);
    expect(kept?.run.verdict).toMatchObject({ outcome: 'succeeded', evidence: { rows: 20, tables: 2 } });
    expect(kept?.tables.map(({ table, rows }) => [table, rows])).toEqual([
      ['order_items', 10],
      ['orders', 10],
    ]);
    const { startRequested = '', loadFinished = '' } = kept?.run.phases ?? {};
    expect(Date.parse(loadFinished) - Date.parse(startRequested)).toBeGreaterThanOrEqual(3_600_000);
    expect(task().status).toBe('running');
    expect(await eventKinds()).toContain('load-complete');
  });

  test('a second run loads nothing and records no second end of the load', async () => {
    await daily();
    const again = await daily();
    expect((await history.run(again))?.phases.loadFinished).toBeUndefined();
    expect((await eventKinds()).filter((kind) => kind === 'load-complete')).toHaveLength(1);
  });

  test('a task that fails while it loads, and that the run found running, ends the run, and the poll resumes it', async () => {
    await daily();
    const loading = { tablesLoaded: 1, tablesLoading: 1, tablesQueued: 0, tablesErrored: 0, percent: 50 };
    machine.dms.set(task().arn, { statistics: loading });
    const second = machine.start(requestedInput('second', machine.clock.now().toISOString()));
    await minutes(5);
    expect((await history.inFlightRuns()).map(({ goal }) => goal)).toEqual(['replicating']);
    breaks();
    expect(await machine.finish(second, 600)).toBe('FAILED');
    await minutes(2);
    expect([task().status, starts().at(-1)]).toEqual(['running', 'startTask resume-processing']);
  });

  test('a table in error fails the run as in a full load, while the others continue', async () => {
    machine.dms.tables = machine.dms.tables.map((table, index) =>
      index === 0 ? { ...table, state: 'Table error' } : table,
    );
    const run = await daily('FAILED');
    expect((await history.run(run))?.verdict?.findings).toMatchObject([{ code: 'table-error' }]);
    expect(task().status).toBe('running');
  });

  test('a table that stops to replicate after the run is alerted once, and shown by status and show', async () => {
    const run = await daily();
    const [first, ...others] = machine.dms.tables;
    if (first === undefined) throw new Error('there is no table');
    machine.dms.tables = [{ ...first, state: 'Table error' }, ...others];
    await minutes(10);
    const tables = machine.alerts.filter(({ kind }) => kind === 'tables');
    expect(tables).toMatchObject([{ job: key, state: 'raised' }]);
    expect(tables[0]?.detail).toContain(`lakeferry reload ${key} `);
    const environment = { ...memoryEnvironment([key]), history };
    const [status] = await readReplications(environment, machine.dms);
    expect(status).toMatchObject({ task: 'running', alerts: ['tables'], faulty: { count: 1 } });
    expect(await readRun(environment, run, machine.clock.now())).toMatchObject({ faulty: { count: 1 } });
    machine.dms.tables = [first, ...others];
    await minutes(10);
    const [well] = await readReplications(environment, machine.dms);
    expect([well?.alerts, well?.faulty]).toEqual([[], undefined]);
  });
});

describe('a changed plan', () => {
  const tables = { rules: [{ 'rule-type': 'selection' }] };

  test('is applied to a running task: its checkpoint is stored, it is stopped, modified and resumed', async () => {
    await daily();
    machine.dms.set(task().arn, { checkpoint: 'checkpoint:V1#1#before' });
    machine.job = cdcJob({ tableMappings: tables });
    await daily();
    expect(machine.dms.calls.filter((call) => ['stopTask', 'modifyTask'].includes(call))).toEqual([
      'stopTask',
      'modifyTask',
    ]);
    expect(starts()).toEqual(['startTask start-replication', 'startTask resume-processing']);
    expect([...machine.dms.tasks.values()][0]?.request.tableMappings).toBe(JSON.stringify(tables));
    expect(await history.checkpoint(key)).toMatchObject({
      checkpoint: expect.stringMatching(/^checkpoint:V1#/),
    });
    await daily();
    expect(starts()).toHaveLength(2);
    expect(await eventKinds()).toEqual(
      expect.arrayContaining(['plan-changed', 'task-modified', 'task-started']),
    );
  });

  test('fails the run with a fix where a new task would lose changes, and leaves the task alone', async () => {
    machine.job = cdcJob({ mode: 'full-load-and-cdc' });
    await daily();
    machine.job = cdcJob();
    const run = await daily('FAILED');
    expect((await history.run(run))?.verdict?.findings[0]?.detail).toMatch(
      /cannot change the mode .* would lose changes: .*lakeferry stop .* --delete, .* then: .* set start-from: now/,
    );
    expect(task().status).toBe('running');
  });
});

describe('the poll', () => {
  test('resumes a task that failed, and records it', async () => {
    await daily();
    breaks();
    await minutes(3);
    expect(task().status).toBe('running');
    expect(starts()).toEqual(['startTask start-replication', 'startTask resume-processing']);
    await minutes(15);
    expect((await history.replication(key))?.resumes).toBeUndefined();
    expect(await eventKinds()).toEqual([
      'task-created',
      'task-started',
      'task-stopped',
      'resumed',
      'recovered',
    ]);
    expect(machine.alerts).toEqual([]);
  });

  test('tries as often as the job allows, each time later, then sends one alert and leaves the task down', async () => {
    await daily();
    machine.dms.coming = { status: 'failed', lastFailureMessage: 'Last Error  still lost' };
    breaks();
    await minutes(90);
    expect(starts().filter((call) => call.endsWith('resume-processing'))).toHaveLength(3);
    expect(machine.alerts).toMatchObject([{ environment: 'dev', job: key, kind: 'down', state: 'raised' }]);
    expect(machine.alerts[0]?.detail).toContain('3 of 3 attempts');
    expect(await eventKinds()).toContain('gave-up');
    expect(await history.checkpoint(key)).toMatchObject({ checkpoint: 'checkpoint:V1#9#lost' });

    machine.dms.coming = { status: 'running' };
    await daily();
    expect(task().status).toBe('running');
    expect((await history.replication(key))?.alerts?.down).toBeUndefined();
    await minutes(1);
    expect(machine.alerts.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      'down raised',
      'down cleared',
    ]);
    await minutes(30);
    expect(machine.alerts).toHaveLength(2);
  });

  test('keeps the alert about a task that a run could not bring up', async () => {
    await daily();
    machine.dms.coming = { status: 'failed', lastFailureMessage: 'Last Error  still lost' };
    breaks();
    await minutes(90);
    await daily('FAILED');
    await minutes(30);
    expect(machine.alerts.map(({ state }) => state)).toEqual(['raised']);
    expect((await history.replication(key))?.alerts?.down).toBeDefined();
  });

  test('works when all events of DMS are lost', async () => {
    machine.events = 'lost';
    await daily();
    breaks();
    await minutes(4);
    expect(task().status).toBe('running');
  });

  test('stops a task that should be down and keeps its checkpoint, and no schedule starts it again', async () => {
    await daily();
    const wanted = {
      desired: 'stopped',
      desiredBy: 'ada',
      desiredAt: machine.clock.now().toISOString(),
    } as const;
    await history.changeDesiredState(key, wanted);
    await minutes(4);
    expect(task().status).toBe('stopped');
    expect(await history.checkpoint(key)).toMatchObject({ status: 'stopped', taskArn: task().arn });

    const run = await daily();
    expect(await history.run(run)).toMatchObject({
      verdict: {
        outcome: 'skipped',
        findings: [{ code: 'kept-stopped', detail: expect.stringMatching(/^ada stopped it/) }],
      },
    });
    expect([await history.inFlightRuns(), await history.lease(key)]).toEqual([[], undefined]);

    await byHand('request-1');
    expect(task().status).toBe('running');
    expect(starts().at(-1)).toBe('startTask resume-processing');
  });

  test.each(['removed', 'disabled'] as const)(
    'stops the task of a job that is %s, keeps its checkpoint, and records it',
    async (deployed) => {
      await daily();
      machine.deployed = deployed;
      await minutes(8);
      expect(task().status).toBe('stopped');
      expect(await history.replication(key)).toMatchObject({ desired: 'stopped', desiredBy: 'config' });
      expect(await history.checkpoint(key)).toBeDefined();
      expect(await eventKinds()).toContain(`job-${deployed}`);

      machine.deployed = 'enabled';
      await daily();
      expect(task().status).toBe('running');
    },
  );

  test('reports a missing task once, and the next run creates it again', async () => {
    await daily();
    const gone = task().arn;
    machine.dms.tasks.clear();
    await minutes(10);
    expect(machine.alerts).toMatchObject([
      { kind: 'down', detail: expect.stringMatching(/no longer has the task/) },
    ]);
    await daily();
    expect((await history.replication(key))?.formerTasks).toEqual([gone]);
    expect(task().status).toBe('running');
  });

  test('a task that is created again continues from the stored checkpoint where the job says so', async () => {
    await daily();
    machine.dms.set(task().arn, { checkpoint: 'checkpoint:V1#5#here' });
    await minutes(2);
    machine.dms.tasks.clear();
    machine.job = cdcJob({
      replication: { startFrom: { kind: 'checkpoint' }, maxLatencySeconds: 60, resumeLimit: 1 },
    });
    await daily();
    expect(machine.dms.places.at(-1)).toEqual({ kind: 'position', position: 'checkpoint:V1#5#here' });
    expect(createdAt()).toBe('checkpoint:V1#5#here');
  });

  test('keeps a short series of latency and rows per minute, and raises an alarm above max-latency until it is normal', async () => {
    await daily();
    const latency = (sourceSeconds: number) =>
      new Map([
        [
          task().arn,
          { sourceSeconds, targetSeconds: sourceSeconds + 1, at: machine.clock.now().toISOString() },
        ],
      ]);
    machine.latencies = latency(5);
    await minutes(3);
    machine.dms.tables = machine.dms.tables.map((table) => ({
      ...table,
      changes: { inserts: 60, updates: 40, deletes: 20, ddls: 0 },
    }));
    machine.latencies = latency(400);
    await minutes(3);
    expect(machine.alerts).toMatchObject([
      { kind: 'latency', state: 'raised', detail: expect.stringMatching(/401 s behind.*300 s/) },
    ]);
    const series = await history.series(key);
    expect(series?.points.some(({ rows }) => rows === 240)).toBe(true);
    expect(series?.points.some(({ operations }) => operations?.join() === '120,80,40')).toBe(true);
    expect(series?.points.at(-1)).toMatchObject({ sourceSeconds: 400, targetSeconds: 401, rows: 0 });
    expect((await history.replication(key))?.operationsPerMinute).toEqual([0, 0, 0]);
    expect((await history.replication(key))?.lastChangeAt).toBeDefined();

    machine.latencies = latency(1);
    await minutes(3);
    expect(machine.alerts.map(({ state }) => state)).toEqual(['raised', 'cleared']);
    expect(await eventKinds()).toEqual(expect.arrayContaining(['latency-high', 'latency-well']));
    await minutes(150);
    expect((await history.series(key))?.points).toHaveLength(120);
  });
});

describe('CheckSource', () => {
  const slot = (name: string, active: boolean, walStatus = 'reserved') => ({
    name,
    active,
    lagBytes: 42,
    walStatus,
  });

  test('drops an unread slot that a task of ours left, and no other', async () => {
    await daily();
    machine.dms.tasks.clear();
    await daily();
    const dropped: string[] = [];
    machine.slots = {
      slots: async () => [slot('task1_00016402', false), slot('task2_00016402', true), slot('theirs', false)],
      drop: async (name) => void dropped.push(name),
    };
    const run = await daily();
    expect(dropped).toEqual(['task1_00016402']);
    expect((await history.replication(key))?.slot).toMatchObject({
      name: 'task2_00016402',
      lagBytes: 42,
    });
    expect((await history.run(run))?.sourceCheck).toMatch(/slot task2_.*42 bytes behind; dropped task1_/);
    expect(await eventKinds()).toContain('slot-dropped');
  });

  test('fails a run whose task needs a removed log, and changes nothing', async () => {
    await daily();
    breaks();
    machine.pollEverySeconds = 86_400;
    machine.slots = { ...machine.slots, slots: async () => [slot('task1_00016402', false, 'lost')] };
    const run = await daily('FAILED');
    expect((await history.run(run))?.verdict?.findings[0]?.detail).toContain('PositionGone');
  });

  test('checks the slots of all jobs each hour, and the poll reports a slot that fills the disk', async () => {
    await daily();
    machine.slots = {
      ...machine.slots,
      slots: async () => [{ ...slot('task1_00016402', false), lagBytes: 20 * 1024 ** 3 }],
    };
    expect(await machine.invoke('CheckSource', { monitor: 'slots' })).toEqual({
      checked: expect.stringContaining(`${key}: slot task1_00016402, not in use, 21474836480 bytes behind`),
    });
    await minutes(3);
    expect(machine.alerts).toMatchObject([{ kind: 'slot', state: 'raised' }]);
    expect(await eventKinds()).toContain('slot-lag');
  });

  test('checks the slots by the connection that is deployed, without a run since then', async () => {
    await daily();
    machine.deployedSource = { ...cdcConnection, secretName: 'lakeferry/sales-db-2' };
    machine.opened.splice(0);
    await machine.invoke('CheckSource', { monitor: 'slots' });
    expect(machine.opened).toEqual([machine.deployedSource]);
    expect((await history.replication(key))?.source).toEqual(machine.deployedSource);
    const written = jest.spyOn(history, 'recordSeen');
    await machine.invoke('CheckSource', { monitor: 'slots' });
    expect(written).not.toHaveBeenCalled();
  });

  test('does not connect to a source that a deployment changes', async () => {
    await daily();
    machine.opened.splice(0);
    const name = 'lakeferry-dev-platform/Hold';
    const { sourceEndpointArn } = (await history.replication(key))?.endpoints ?? {};
    const resources = [sourceEndpointArn ?? ''];
    const until = new Date(machine.clock.now().getTime() + 3_600_000).toISOString();
    const reason = 'deployment of lakeferry-dev-platform';
    jest
      .spyOn(history, 'holds')
      .mockResolvedValue([{ name, until, reason, resources, request: deploymentRequest }]);
    expect(await machine.invoke('CheckSource', { monitor: 'slots' })).toEqual({
      checked: `${key}: not checked: ${reason}`,
    });
    expect(machine.opened).toEqual([]);
  });

  test('reports a source whose slots cannot be checked, and a removed log, once each and until it is over', async () => {
    await daily();
    const hours = async (slots: () => Promise<readonly Slot[]>): Promise<readonly string[]> => {
      machine.slots = { ...machine.slots, slots };
      for (const _ of [1, 2]) {
        await machine.invoke('CheckSource', { monitor: 'slots' });
        await minutes(2);
      }
      return machine.alerts.splice(0).map(({ kind, state, detail }) => `${kind} ${state}: ${detail}`);
    };
    expect(
      await hours(async () => {
        throw new Error('connect ETIMEDOUT');
      }),
    ).toEqual(['check raised: the slots were not checked: Error: connect ETIMEDOUT']);
    expect(await hours(async () => [slot('task1_00016402', false, 'lost')])).toEqual([
      'check cleared: the slots were checked',
      expect.stringMatching(
        /^position raised: the source has removed the log that slot task1_00016402 needs .*; /,
      ),
    ]);
    expect(await hours(async () => [slot('task1_00016402', true)])).toEqual([
      'position cleared: slot task1_00016402, in use, 42 bytes behind',
    ]);
    expect(await eventKinds()).toEqual(
      expect.arrayContaining(['check-failed', 'check-passed', 'position-lost', 'position-found']),
    );
  });

  test('an alert that cannot be stored fails the check, and the next one stores it', async () => {
    await daily();
    machine.slots = { ...machine.slots, slots: () => Promise.reject(new Error('connect ETIMEDOUT')) };
    const store = jest.spyOn(history, 'raiseAlert').mockRejectedValueOnce(new Error('no UpdateItem'));
    await expect(machine.invoke('CheckSource', { monitor: 'slots' })).rejects.toThrow('no UpdateItem');
    await machine.invoke('CheckSource', { monitor: 'slots' });
    expect(store).toHaveBeenCalledTimes(2);
    machine.slots = { ...machine.slots, slots: async () => [slot('task1_00016402', true)] };
    const restore = jest.spyOn(history, 'clearAlert').mockRejectedValueOnce(new Error('no UpdateItem'));
    await expect(machine.invoke('CheckSource', { monitor: 'slots' })).rejects.toThrow('no UpdateItem');
    await machine.invoke('CheckSource', { monitor: 'slots' });
    expect(restore).toHaveBeenCalledTimes(2);
    // A refused write is no fault of the source.
    expect(store).toHaveBeenCalledTimes(2);
    store.mockRestore();
    restore.mockRestore();
  });

  test('records a source that does not answer or has another engine, and stops nothing', async () => {
    machine.slots = {
      ...machine.slots,
      slots: async () => {
        throw new Error('connect ETIMEDOUT');
      },
    };
    const run = await daily();
    expect((await history.run(run))?.sourceCheck).toBe('not checked: connect ETIMEDOUT');
    machine.job = cdcJob({
      replication: {
        startFrom: { kind: 'now' },
        maxLatencySeconds: 60,
        resumeLimit: 1,
      },
      connection: { name: 'o', engine: 'oracle', secretName: 's', databaseName: 'd', sslMode: 'none' },
    });
    const oracle = await daily();
    expect((await history.run(oracle))?.verdict).toMatchObject({
      outcome: 'succeeded',
      findings: [{ code: 'source-not-checked' }],
    });
  });
});
