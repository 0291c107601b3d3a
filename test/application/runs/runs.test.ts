import { jobStarterOf } from '../../../application/environments/deployed-names';
import { readStatus } from '../../../application/environments/read-status';
import { readReplications } from '../../../application/replications/read-replications';
import { listRuns } from '../../../application/runs/list-runs';
import { readRun } from '../../../application/runs/read-run';
import { startRun } from '../../../application/runs/start-run';
import { hasSucceeded, waitForRun } from '../../../application/runs/wait-for-run';
import { showStatus } from '../../../cli/commands/status/view';
import { statusDocument } from '../../../cli/json/job-documents';
import { newRun } from '../../../core/runs/record/new-run';
import type { Replication } from '../../../core/runs/replication/replication';
import { verdictOf, verdictWithout } from '../../../core/runs/verdict/verdict';
import type { Task } from '../../../core/runs/task/task';
import { desiredFor } from '../../helpers/runs/cdc-job';
import { type MemoryEnvironment, memoryEnvironment } from '../../helpers/runs/memory-environment';
import { scheduledInput } from '../../helpers/runs/run-input';
import { scriptedShell } from '../../helpers/scripted-shell';

const now = new Date('2026-03-10T12:00:00Z');
const daily = 'sales/orders-daily';

let environment: MemoryEnvironment;
beforeEach(() => {
  environment = memoryEnvironment([daily, 'hr/people-nightly'], ['sales/prices']);
});

async function opened(job: string, time: string): Promise<string> {
  const run = newRun(scheduledInput({ job }, time), 'arn:execution', 400, new Date(time));
  return (await environment.history.openRun(run)).run;
}

describe('a run', () => {
  it('is started under the name of its requester, with a name of its own', async () => {
    const requester = { by: 'ada@laptop', at: now };
    const first = await startRun(environment, daily, requester);
    const second = await startRun(environment, daily, requester);
    expect(first).toMatchObject({ job: daily, execution: 'arn:execution' });
    expect(second.run).not.toBe(first.run);
    expect(environment.started[0]).toMatchObject({
      job: daily,
      trigger: { by: 'request', requestedBy: 'ada@laptop', requestedAt: now.toISOString() },
    });
  });

  it('of an unknown job is not started, and the nearest name is offered', async () => {
    await expect(startRun(environment, 'sales/orders-dialy', { by: 'x', at: now })).rejects.toMatchObject({
      reason: { kind: 'unknown-name', what: 'job', nearest: daily },
    });
    expect(environment.started).toEqual([]);
  });

  it('is read by its id, or as the newest of its job', async () => {
    await opened(daily, '2026-03-09T04:00:00Z');
    const newest = await opened(daily, '2026-03-10T04:00:00Z');
    expect((await readRun(environment, newest, now)).run.run).toBe(newest);
    expect((await readRun(environment, daily, now)).run.run).toBe(newest);
  });

  it.each([
    ['nobody', { kind: 'unknown-run', run: 'nobody' }],
    [daily, { kind: 'never-ran', job: daily }],
    ['sales/orders', { kind: 'unknown-name', what: 'job', name: 'sales/orders' }],
  ])('%s is refused with its reason', async (runOrJob, reason) => {
    await expect(readRun(environment, runOrJob, now)).rejects.toMatchObject({ reason });
  });
});

describe('waiting for a run', () => {
  it('ends when its record is closed and its execution over', async () => {
    const run = await opened(daily, '2026-03-10T04:00:00Z');
    await environment.history.recordVerdict(
      run,
      verdictWithout('failed', 'task-missing', ''),
      now.toISOString(),
    );
    await environment.history.recordPhase(run, 'closed', now.toISOString());
    environment.execution = { status: 'SUCCEEDED' };
    const progress: string[] = [];
    const finished = await waitForRun(
      environment,
      { run, job: daily, execution: 'arn:execution' },
      (record) => void progress.push(record.run),
    );
    expect(finished.run.verdict?.outcome).toBe('failed');
    expect(hasSucceeded(finished)).toBe(false);
    expect(progress).toEqual([run]);
  });

  it('fails when the execution ended without closing it', async () => {
    const run = await opened(daily, '2026-03-10T04:00:00Z');
    environment.execution = { status: 'FAILED', error: 'States.Timeout', cause: 'late' };
    await expect(
      waitForRun(environment, { run, job: daily, execution: 'arn:execution' }, () => undefined),
    ).rejects.toMatchObject({
      reason: { kind: 'run-not-closed', run, status: 'FAILED', error: 'States.Timeout', cause: 'late' },
    });
  });
});

describe('a list of runs', () => {
  it('is of all, of a department or of a job, newest first', async () => {
    const first = await opened(daily, '2026-03-09T04:00:00Z');
    const second = await opened('hr/people-nightly', '2026-03-09T05:00:00.000Z');
    const third = await opened(daily, '2026-03-10T04:00:00Z');
    const runs = async (selection?: string): Promise<string[]> =>
      (await listRuns(environment, { selection, limit: 10 }, now)).map(({ run }) => run);
    expect(await runs()).toEqual([third, second, first]);
    expect(await runs('sales')).toEqual([third, first]);
    expect(await runs(daily)).toEqual([third, first]);
  });

  it('of an unknown department is refused, unless the department has a history', async () => {
    const listed = listRuns(environment, { selection: 'slaes', limit: 1 }, now);
    await expect(listed).rejects.toMatchObject({
      reason: { kind: 'unknown-name', what: 'department', nearest: 'sales' },
    });
    await opened('former/job', '2026-03-09T04:00:00Z');
    expect(await listRuns(environment, { selection: 'former', limit: 1 }, now)).toHaveLength(1);
  });
});

it('the status of an environment has each job and load with its newest run', async () => {
  const run = await opened(daily, '2026-03-10T04:00:00Z');
  expect(await readStatus(environment, now)).toMatchObject({
    environment: 'dev',
    jobs: [
      { job: 'hr/people-nightly' },
      { job: daily, newest: { run, state: 'open', took: 8 * 3_600_000 } },
      { job: 'sales/prices' },
    ],
    replicating: [],
  });
});

describe('the status', () => {
  const skip = async (run: string) =>
    await environment.history.closeRun(run, {
      at: '2026-03-10T05:00:00.000Z',
      otherwise: verdictWithout('skipped', 'lease-held', 'in use'),
    });

  it('of a job whose newest run was skipped names the run before', async () => {
    const done = await opened(daily, '2026-03-09T04:00:00Z');
    await environment.history.closeRun(done, {
      at: '2026-03-09T05:00:00.000Z',
      otherwise: verdictOf('succeeded', [], { tables: [] }),
    });
    for (const at of ['2026-03-10T03:00:00Z', '2026-03-10T04:00:00Z']) await skip(await opened(daily, at));
    const { jobs } = await readStatus(environment, now);
    expect(jobs.find(({ job }) => job === daily)).toMatchObject({
      newest: { state: 'skipped' },
      newestDone: { run: done, state: 'succeeded' },
    });
    const text = showStatus(scriptedShell(), { environment: 'dev', jobs, replicating: [] });
    expect(text).toMatch(/sales\/orders-daily +succeeded, then skipped +2026-03-09/);
    expect(text).toContain('dev: 2 jobs, 1 load, 0 running');
  });

  it('has a job that was removed only as long as its task exists', async () => {
    const { history } = environment;
    for (const job of ['sales/removed', daily]) {
      await history.recordDesiredReplication(desiredFor(job, `dev-${job.replace('/', '-')}`));
      await history.replicationHasTask(job, `arn:${job}`, []);
    }
    const task: Task = { arn: 'arn:sales/removed', identifier: 'x', status: 'running' };
    const replicating = async (tasks: readonly Task[]) =>
      (await readStatus(environment, now, { describeTasks: async () => tasks })).replicating.map(
        ({ job, task: status }) => [job, status],
      );
    expect(await replicating([task])).toEqual([
      [daily, 'gone'],
      ['sales/removed', 'running'],
    ]);
    expect(await replicating([])).toEqual([[daily, 'gone']]);
  });

  it('says what a waiting run waits for, and which run blocks a job', async () => {
    const run = await opened(daily, '2026-03-10T04:00:00Z');
    const text = 'waiting: 4 of 4 runs of source erp';
    await environment.history.recordWait(run, '2026-03-10T04:00:01.000Z', text);
    const held = { run: 'a-slow-run', since: '2026-03-09T04:00:00.000Z' };
    await environment.history.changeJobState(daily, 'held', undefined, held);
    const status = await readStatus(environment, now);
    const shown = showStatus(scriptedShell(), status);
    expect(shown).toContain('dev: 2 jobs, 1 load, 0 running, 1 waiting');
    expect(shown).toContain(`${run} is ${text}`);
    expect(shown).toContain('by its run a-slow-run\n  fix: lakeferry cancel a-slow-run');
    expect(statusDocument.of({ ...status, notDeployed: [] })).toHaveProperty(
      'jobs',
      expect.arrayContaining([
        expect.objectContaining({ job: daily, held, newest: expect.objectContaining({ waitsFor: text }) }),
      ]),
    );
    await environment.history.recordPhase(run, 'admitted', '2026-03-10T04:10:00.000Z');
    expect(showStatus(scriptedShell(), await readStatus(environment, now))).toContain('1 running');
  });

  it('says how many messages could not be delivered, and why', async () => {
    const run = await opened(daily, '2026-03-10T04:00:00Z');
    const at = '2026-03-10T05:00:00.000Z';
    await environment.history.closeRun(run, { at, otherwise: verdictOf('succeeded', [], { tables: [] }) });
    expect(await readStatus(environment, now)).not.toHaveProperty('undelivered');
    await environment.history.postponeMessage(`${run}#ended`, at, 'InternalFailure:\nno');
    const status = await readStatus(environment, now);
    expect(status.undelivered).toEqual({ messages: 1, problem: 'InternalFailure:\nno' });
    expect(showStatus(scriptedShell(), status)).toContain(
      '1 message could not be delivered: InternalFailure:\\u000ano',
    );
    expect(statusDocument.of({ ...status, notDeployed: [] })).toMatchObject({ undelivered: { messages: 1 } });
    expect(await readStatus(environment, now, undefined, 'hr')).not.toHaveProperty('undelivered');
  });

  it('of a job that was only ever skipped says so', async () => {
    await skip(await opened(daily, '2026-03-10T04:00:00Z'));
    const { jobs } = await readStatus(environment, now, undefined, daily);
    expect(jobs).toMatchObject([{ job: daily, kind: 'job', newest: { state: 'skipped' } }]);
    expect(jobs[0]).not.toHaveProperty('newestDone');
  });

  it.each([
    ['sales', [daily, 'sales/prices']],
    [daily, [daily]],
    ['sales/prices', ['sales/prices']],
  ])('of %s has its jobs and loads only', async (selection, keys) => {
    const { jobs } = await readStatus(environment, now, undefined, selection);
    expect(jobs.map(({ job }) => job)).toEqual(keys);
  });

  it('of an unknown name is refused', async () => {
    for (const selection of ['slaes', 'sales/nothing'])
      await expect(readStatus(environment, now, undefined, selection)).rejects.toMatchObject({
        reason: { kind: 'unknown-name' },
      });
  });
});

it('a load is not a job that can be started, and the error says what to do', async () => {
  await expect(jobStarterOf(environment, 'sales/prices')).rejects.toMatchObject({
    reason: { kind: 'is-a-load', load: 'sales/prices' },
  });
});

it.each([
  [
    'running',
    {
      behindSeconds: 3,
      measuredAt: '2026-03-10T11:59:00.000Z',
      rowsPerMinute: 7,
      operationsPerMinute: [4, 2, 1],
    },
  ],
  ['stopped', {}],
  ['failed', {}],
  [undefined, {}],
])('a task that is %s has the latency that was measured while it ran, or none', async (status, measured) => {
  const { plan, endpoints } = scheduledInput();
  const replication: Replication = {
    forJob: daily,
    mode: 'cdc',
    desired: 'running',
    desiredBy: 'run',
    desiredAt: '2026-03-10T10:00:00.000Z',
    taskIdentifier: 'sales-orders-daily',
    taskArn: 'arn:task',
    planHash: 'hash',
    plan,
    endpoints,
    maxLatencySeconds: 300,
    resumeLimit: 3,
    run: 'run',
    latency: { sourceSeconds: 1, targetSeconds: 3, at: '2026-03-10T11:59:00.000Z' },
    rowsPerMinute: 7,
    operationsPerMinute: [4, 2, 1],
  };
  const history = { ...environment.history, replications: async () => [replication] };
  const tasks = status === undefined ? [] : [{ arn: 'arn:task', identifier: 'sales-orders-daily', status }];
  const [read] = await readReplications({ history }, { describeTasks: async () => tasks });
  const { behindSeconds, measuredAt, rowsPerMinute, operationsPerMinute } = read ?? {};
  expect({ behindSeconds, measuredAt, rowsPerMinute, operationsPerMinute }).toEqual(measured);
  expect(read?.task).toBe(status ?? 'gone');
});
