import type { History } from '../../../aws/history/history';
import type { JobPlan, StartFrom } from '../../../core/planning/job-plan';
import { taskDefinitionHashOf } from '../../../core/runs/replication/deployed-task-definition';
import { cdcJob } from '../../helpers/runs/cdc-job';
import { memoryHistory } from '../../helpers/runs/memory-history';
import { endpoints, scheduledInput } from '../../helpers/runs/run-input';
import { RunMachine } from '../../helpers/runs/run-machine';

const key = 'sales/orders-daily';
const firstTask = 'arn:aws:dms:eu-west-1:000000000000:task:TASK1';
let history: History;
let machine: RunMachine;
beforeEach(async () => {
  history = memoryHistory();
  machine = await new RunMachine(history).open();
});
afterEach(async () => {
  await machine.stop();
});

function deploy(job: JobPlan, over: Partial<typeof endpoints> = {}): void {
  const { trigger: _, ...starter } = scheduledInput({ endpoints: { ...endpoints, ...over } });
  machine.job = job;
  machine.deployedOnlyLoads = job.mode === 'full-load';
  machine.deployedTaskDefinition =
    job.mode === 'full-load' ? undefined : { hash: taskDefinitionHashOf(job), starter };
}

async function follow(job: JobPlan): Promise<void> {
  deploy(job);
  const execution = machine.start(scheduledInput({}, '2026-03-01T10:00:00Z'));
  expect(await machine.finish(execution)).toBe('SUCCEEDED');
}

const job = (mode: JobPlan['mode'], startFrom: StartFrom = { kind: 'now' }): JobPlan =>
  cdcJob({
    mode,
    connection: {
      name: 'sales-db',
      engine: 'mysql',
      secretName: 'lakeferry/sales-db',
      databaseName: 'sales',
      sslMode: 'none',
    },
    replication: { startFrom, maxLatencySeconds: 300, resumeLimit: 3 },
  });
const minutes = (count: number) => machine.clock.advance(count * 60_000);
const runs = () => history.runsOfJob(key, { limit: 50, now: machine.clock.now() });
const tasks = () => [...machine.dms.tasks.values()];
const target = (name: string) => ({
  targetEndpointArn: `arn:aws:dms:eu-west-1:000000000000:endpoint:${name}`,
});
const fromFirst = expect.stringMatching(/^checkpoint:V1#1#/);

/** Advances until DMS has deleted the first task, and keeps it from a new one. */
async function untilDeleted(): Promise<void> {
  await machine.clock.advanceUntil(() => !machine.dms.tasks.has(firstTask), 40 * 60_000);
}

async function killRun(): Promise<void> {
  for (const running of machine.stepFunctions.running())
    await machine.executions.stop(running, 'Test', 'stopped');
}

test('a new task that never started, and gets another target, starts where the first one stopped', async () => {
  await follow(job('cdc'));
  machine.dms.connection = 'failed';
  machine.dms.connectionBefore = 'successful';
  machine.dms.startsUntested = true;
  deploy(job('cdc'), target('WRONG'));
  await machine.clock.advanceUntil(
    () => machine.dms.calls.filter((one) => one === 'createTask').length > 1,
    40 * 60_000,
  );
  await minutes(25);
  expect(tasks()[0]?.task.startedAt).toBeUndefined();
  machine.dms.connection = 'successful';
  machine.dms.startsUntested = false;
  deploy(job('cdc'), target('RIGHT'));
  await minutes(60);
  expect(tasks()).toHaveLength(1);
  expect(tasks()[0]).toMatchObject({ task: { status: 'running' }, request: target('RIGHT') });
  expect(machine.dms.places.at(-1)).toEqual({ kind: 'position', position: fromFirst });
});

test('a mode that is changed back after its task was deleted continues where the task stopped', async () => {
  await follow(job('cdc'));
  deploy(job('full-load-and-cdc'));
  await untilDeleted();
  await killRun();
  expect(tasks()).toEqual([]);
  deploy(job('cdc'));
  await minutes(180);
  expect(tasks()[0]).toMatchObject({ task: { status: 'running', mode: 'cdc' } });
  expect(machine.dms.places.at(-1)).toEqual({ kind: 'position', position: fromFirst });
});

test('a mode that is changed to another while its task stops starts as the last change says', async () => {
  await follow(job('full-load-and-cdc'));
  deploy(job('full-load-and-cdc'), {
    sourceEndpointArn: 'arn:aws:dms:eu-west-1:000000000000:endpoint:SOURCE2',
  });
  await machine.clock.advanceUntil(
    () => machine.dms.tasks.get(firstTask)?.task.status === 'stopping',
    40 * 60_000,
  );
  await killRun();
  deploy(job('cdc'), target('RIGHT'));
  await minutes(90);
  expect(tasks()[0]).toMatchObject({ task: { status: 'running', mode: 'cdc' }, request: target('RIGHT') });
  expect(machine.dms.places.at(-1)).toEqual({ kind: 'position', position: fromFirst });
});

test('a new task that cannot start does not cause runs without end', async () => {
  await follow(job('cdc'));
  machine.dms.connection = 'failed';
  machine.dms.connectionBefore = 'successful';
  machine.dms.startsUntested = true;
  deploy(job('cdc'), target('WRONG'));
  await minutes(150);
  expect((await runs()).length).toBeLessThanOrEqual(1 + 3);
});

test('a replacement does not outlive the task of a job that only loads now', async () => {
  await follow(job('cdc'));
  const at = machine.clock.now().toISOString();
  await history.recordReplacement(key, { taskArn: firstTask, start: 'checkpoint', at });
  deploy(job('full-load'));
  await minutes(15);
  expect(tasks()).toEqual([]);
  expect((await history.replication(key))?.replacement).toBeUndefined();
});

test('a load of a job that only loads now does not begin because one answer leaves out the task that follows changes', async () => {
  await follow(job('full-load-and-cdc'));
  deploy(job('full-load'));
  const describe = machine.dms.describeTasks.bind(machine.dms);
  machine.dms.describeTasks = async () => [];
  await minutes(1);
  machine.dms.describeTasks = describe;
  const execution = machine.start(scheduledInput({}, '2026-03-01T10:20:00Z'));
  await machine.clock.advanceUntil(
    () => machine.dms.calls.filter((one) => one === 'createTask').length > 1,
    40 * 60_000,
  );
  expect(machine.dms.tasks.has(firstTask)).toBe(false);
  expect(await machine.finish(execution)).toBe('SUCCEEDED');
});

describe('a task that still loads, of a job that is to follow changes only', () => {
  const loading = { percent: 40, tablesLoaded: 1, tablesLoading: 1, tablesQueued: 0, tablesErrored: 0 };
  beforeEach(async () => {
    await follow(job('full-load-and-cdc'));
    machine.dms.set(firstTask, { statistics: loading });
    deploy(job('cdc'));
  });

  test('is replaced after its load', async () => {
    await minutes(60);
    expect(machine.dms.calls).not.toContain('stopTask');
    machine.dms.set(firstTask, {
      statistics: { ...loading, percent: 100, tablesLoaded: 2, tablesLoading: 0 },
    });
    await minutes(30);
    expect(tasks()[0]?.task).toMatchObject({ status: 'running', mode: 'cdc' });
    expect(machine.dms.places.at(-1)).toEqual({ kind: 'position', position: fromFirst });
  });

  test('is not deleted when it is down', async () => {
    machine.dms.set(firstTask, { status: 'failed', checkpoint: 'checkpoint:V1#1#' });
    machine.dms.coming = { status: 'failed' };
    await minutes(40);
    expect(machine.dms.calls).not.toContain('deleteTask');
    expect(JSON.stringify((await runs())[0])).toContain('has not loaded all tables');
  });
});

test('a stop by a person while the task is replaced stays, and a later start continues', async () => {
  const desiredBy = 'ada';
  await follow(job('cdc'));
  deploy(job('cdc'), target('OTHER'));
  await untilDeleted();
  const at = machine.clock.now().toISOString();
  await history.changeDesiredState(key, { desired: 'stopped', desiredBy, desiredAt: at });
  await minutes(30);
  expect(tasks().map(({ task: { status } }) => status)).not.toContain('running');
  expect(await history.replication(key)).toMatchObject({ desired: 'stopped', desiredBy });
  const requestedAt = machine.clock.now().toISOString();
  const trigger = { by: 'request', requestedBy: desiredBy, requestedAt, requestId: 'again' } as const;
  const starter = machine.deployedTaskDefinition?.starter;
  expect(await machine.finish(machine.start({ ...starter, trigger }))).toBe('SUCCEEDED');
  expect(tasks()[0]).toMatchObject({ task: { status: 'running' }, request: target('OTHER') });
  expect(await history.replication(key)).toMatchObject({ desired: 'running' });
  expect(machine.dms.places).toContainEqual({ kind: 'position', position: fromFirst });
});

const moved = (name: string) => ({
  replicationInstanceArn: `arn:aws:dms:eu-west-1:000000000000:rep:${name}`,
});

test('another instance is tried after three moves have failed', async () => {
  await follow(job('cdc'));
  machine.dms.moveFails = true;
  deploy(job('cdc'), moved('OLDER'));
  await minutes(110);
  machine.dms.moveFails = false;
  deploy(job('cdc'), moved('LARGER'));
  await minutes(60);
  expect(tasks()[0]?.task).toMatchObject({ status: 'running', endpoints: moved('LARGER') });
});

test('a job that is removed in the middle of a replacement, and added again, continues where its task stopped', async () => {
  await follow(job('cdc'));
  deploy(job('cdc'), target('OTHER'));
  await untilDeleted();
  await killRun();
  machine.deployed = 'removed';
  await minutes(30);
  machine.deployed = 'enabled';
  deploy(job('cdc'), target('OTHER'));
  await minutes(60);
  expect(tasks()[0]).toMatchObject({ task: { status: 'running' }, request: target('OTHER') });
  expect(machine.dms.places.at(-1)).toEqual({ kind: 'position', position: fromFirst });
});

test('a task that a killed run has moved returns when the deployment is taken back', async () => {
  await follow(job('cdc'));
  deploy(job('cdc'), moved('LARGER'));
  await machine.clock.advanceUntil(() => tasks()[0]?.task.status === 'moving', 40 * 60_000);
  await killRun();
  deploy(job('cdc'));
  await minutes(90);
  expect(tasks()[0]?.task).toMatchObject({ status: 'running', endpoints });
});

test('mappings that a killed run wrote are taken back', async () => {
  const modified = {
    ...job('cdc'),
    tableMappings: { rules: [{ 'rule-type': 'selection', 'rule-id': '9' }] },
  };
  await follow(job('cdc'));
  const before = tasks()[0]?.request.tableMappings;
  deploy(modified);
  await machine.clock.advanceUntil(() => tasks()[0]?.task.status === 'stopping', 40 * 60_000);
  const modify = machine.dms.modifyTask.bind(machine.dms);
  machine.dms.modifyTask = async (...given) => {
    await modify(...given);
    machine.dms.modifyTask = modify;
    throw Object.assign(new Error('killed'), { name: 'Sandbox.Timedout' });
  };
  await machine.clock.advanceUntil(() => tasks()[0]?.task.status === 'modifying', 40 * 60_000);
  await killRun();
  deploy(job('cdc'));
  await minutes(60);
  expect(tasks()[0]?.task.status).toBe('running');
  expect(tasks()[0]?.request.tableMappings).toBe(before);
});
