import { DeployingMachine, jobKey } from '../../helpers/deployments/deploying-machine';
import { mysqlJob } from '../../helpers/runs/cdc-job';
import { endpoints, scheduledInput } from '../../helpers/runs/run-input';

const firstTask = 'arn:aws:dms:eu-west-1:000000000000:task:TASK1';
let machine: DeployingMachine;
beforeEach(async () => {
  machine = await DeployingMachine.opened();
});
afterEach(() => machine.stop());

const target = (name: string) => ({
  targetEndpointArn: `arn:aws:dms:eu-west-1:000000000000:endpoint:${name}`,
});
const fromFirst = expect.stringMatching(/^checkpoint:V1#1#/);

/** Advances until DMS has deleted the first task, and keeps it from a new one. */
async function untilDeleted(): Promise<void> {
  await machine.clock.advanceUntil(() => !machine.dms.tasks.has(firstTask), 40 * 60_000);
}

/** Deploys a target to which DMS has no connection. The first task keeps its own. */
function deployWrongTarget(): void {
  machine.dms.connection = 'failed';
  machine.dms.connectionBefore = 'successful';
  machine.dms.startsUntested = true;
  machine.deploy(mysqlJob('cdc'), target('WRONG'));
}

async function killRun(): Promise<void> {
  for (const running of machine.stepFunctions.running())
    await machine.executions.stop(running, 'Test', 'stopped');
}

test('a new task that never started, and gets another target, starts where the first one stopped', async () => {
  await machine.follow(mysqlJob('cdc'));
  deployWrongTarget();
  await machine.clock.advanceUntil(() => machine.countOf('createTask') > 1, 40 * 60_000);
  await machine.minutes(25);
  expect(machine.tasks()[0]?.task.startedAt).toBeUndefined();
  machine.dms.connection = 'successful';
  machine.dms.startsUntested = false;
  machine.deploy(mysqlJob('cdc'), target('RIGHT'));
  await machine.minutes(60);
  expect(machine.tasks()).toHaveLength(1);
  expect(machine.tasks()[0]).toMatchObject({ task: { status: 'running' }, request: target('RIGHT') });
  expect(machine.dms.places.at(-1)).toEqual({ kind: 'position', position: fromFirst });
});

test('a mode that is changed back after its task was deleted continues where the task stopped', async () => {
  await machine.follow(mysqlJob('cdc'));
  machine.deploy(mysqlJob('full-load-and-cdc'));
  await untilDeleted();
  await killRun();
  expect(machine.tasks()).toEqual([]);
  machine.deploy(mysqlJob('cdc'));
  await machine.minutes(180);
  expect(machine.tasks()[0]).toMatchObject({ task: { status: 'running', mode: 'cdc' } });
  expect(machine.dms.places.at(-1)).toEqual({ kind: 'position', position: fromFirst });
});

test('a mode that is changed to another while its task stops starts as the last change says', async () => {
  await machine.follow(mysqlJob('full-load-and-cdc'));
  machine.deploy(mysqlJob('full-load-and-cdc'), {
    sourceEndpointArn: 'arn:aws:dms:eu-west-1:000000000000:endpoint:SOURCE2',
  });
  await machine.clock.advanceUntil(
    () => machine.dms.tasks.get(firstTask)?.task.status === 'stopping',
    40 * 60_000,
  );
  await killRun();
  machine.deploy(mysqlJob('cdc'), target('RIGHT'));
  await machine.minutes(90);
  expect(machine.tasks()[0]).toMatchObject({
    task: { status: 'running', mode: 'cdc' },
    request: target('RIGHT'),
  });
  expect(machine.dms.places.at(-1)).toEqual({ kind: 'position', position: fromFirst });
});

test('a new task that cannot start does not cause runs without end', async () => {
  await machine.follow(mysqlJob('cdc'));
  deployWrongTarget();
  await machine.minutes(150);
  expect(await machine.runs()).toHaveLength(1 + 3);
});

test('a replacement does not outlive the task of a job that only loads now', async () => {
  await machine.follow(mysqlJob('cdc'));
  const at = machine.clock.now().toISOString();
  await machine.history.recordReplacement(jobKey, { taskArn: firstTask, start: 'checkpoint', at });
  machine.deploy(mysqlJob('full-load'));
  await machine.minutes(15);
  expect(machine.tasks()).toEqual([]);
  expect((await machine.history.replication(jobKey))?.replacement).toBeUndefined();
});

test('a load of a job that only loads now does not begin because one answer leaves out the task that follows changes', async () => {
  await machine.follow(mysqlJob('full-load-and-cdc'));
  machine.deploy(mysqlJob('full-load'));
  const describe = machine.dms.describeTasks.bind(machine.dms);
  machine.dms.describeTasks = async () => [];
  await machine.minutes(1);
  machine.dms.describeTasks = describe;
  const execution = machine.start(scheduledInput({}, '2026-03-01T10:20:00Z'));
  await machine.clock.advanceUntil(() => machine.countOf('createTask') > 1, 40 * 60_000);
  expect(machine.dms.tasks.has(firstTask)).toBe(false);
  expect(await machine.finish(execution)).toBe('SUCCEEDED');
});

describe('a task that still loads, of a job that is to follow changes only', () => {
  const loading = { percent: 40, tablesLoaded: 1, tablesLoading: 1, tablesQueued: 0, tablesErrored: 0 };
  beforeEach(async () => {
    await machine.follow(mysqlJob('full-load-and-cdc'));
    machine.dms.set(firstTask, { statistics: loading });
    machine.deploy(mysqlJob('cdc'));
  });

  test('is replaced after its load', async () => {
    await machine.minutes(60);
    expect(machine.dms.calls).not.toContain('stopTask');
    machine.dms.set(firstTask, {
      statistics: { ...loading, percent: 100, tablesLoaded: 2, tablesLoading: 0 },
    });
    await machine.minutes(30);
    expect(machine.tasks()[0]?.task).toMatchObject({ status: 'running', mode: 'cdc' });
    expect(machine.dms.places.at(-1)).toEqual({ kind: 'position', position: fromFirst });
  });

  test('is not deleted when it is down', async () => {
    machine.dms.set(firstTask, { status: 'failed', checkpoint: 'checkpoint:V1#1#' });
    machine.dms.coming = { status: 'failed' };
    await machine.minutes(40);
    expect(machine.dms.calls).not.toContain('deleteTask');
    expect(JSON.stringify((await machine.runs())[0])).toContain('has not loaded all tables');
  });
});

test('a stop by a person while the task is replaced stays, and a later start continues', async () => {
  const desiredBy = 'ada';
  await machine.follow(mysqlJob('cdc'));
  machine.deploy(mysqlJob('cdc'), target('OTHER'));
  await untilDeleted();
  const at = machine.clock.now().toISOString();
  await machine.history.changeDesiredState(jobKey, { desired: 'stopped', desiredBy, desiredAt: at });
  await machine.minutes(30);
  expect(machine.tasks().map(({ task: { status } }) => status)).not.toContain('running');
  expect(await machine.history.replication(jobKey)).toMatchObject({ desired: 'stopped', desiredBy });
  const requestedAt = machine.clock.now().toISOString();
  const trigger = { by: 'request', requestedBy: desiredBy, requestedAt, requestId: 'again' } as const;
  const starter = machine.deployedTaskDefinition?.starter;
  expect(await machine.finish(machine.start({ ...starter, trigger }))).toBe('SUCCEEDED');
  expect(machine.tasks()[0]).toMatchObject({ task: { status: 'running' }, request: target('OTHER') });
  expect(await machine.history.replication(jobKey)).toMatchObject({ desired: 'running' });
  expect(machine.dms.places).toContainEqual({ kind: 'position', position: fromFirst });
});

const moved = (name: string) => ({
  replicationInstanceArn: `arn:aws:dms:eu-west-1:000000000000:rep:${name}`,
});

test('another instance is tried after three moves have failed', async () => {
  await machine.follow(mysqlJob('cdc'));
  machine.dms.moveFails = true;
  machine.deploy(mysqlJob('cdc'), moved('OLDER'));
  await machine.minutes(110);
  machine.dms.moveFails = false;
  machine.deploy(mysqlJob('cdc'), moved('LARGER'));
  await machine.minutes(60);
  expect(machine.tasks()[0]?.task).toMatchObject({ status: 'running', endpoints: moved('LARGER') });
});

test('a job that is removed in the middle of a replacement, and added again, continues where its task stopped', async () => {
  await machine.follow(mysqlJob('cdc'));
  machine.deploy(mysqlJob('cdc'), target('OTHER'));
  await untilDeleted();
  await killRun();
  machine.deployed = 'removed';
  await machine.minutes(30);
  machine.deployed = 'enabled';
  machine.deploy(mysqlJob('cdc'), target('OTHER'));
  await machine.minutes(60);
  expect(machine.tasks()[0]).toMatchObject({ task: { status: 'running' }, request: target('OTHER') });
  expect(machine.dms.places.at(-1)).toEqual({ kind: 'position', position: fromFirst });
});

test('a task that a killed run has moved returns when the deployment is taken back', async () => {
  await machine.follow(mysqlJob('cdc'));
  machine.deploy(mysqlJob('cdc'), moved('LARGER'));
  await machine.clock.advanceUntil(() => machine.tasks()[0]?.task.status === 'moving', 40 * 60_000);
  await killRun();
  machine.deploy(mysqlJob('cdc'));
  await machine.minutes(90);
  expect(machine.tasks()[0]?.task).toMatchObject({ status: 'running', endpoints });
});

test('mappings that a killed run wrote are taken back', async () => {
  const modified = {
    ...mysqlJob('cdc'),
    tableMappings: { rules: [{ 'rule-type': 'selection', 'rule-id': '9' }] },
  };
  await machine.follow(mysqlJob('cdc'));
  const before = machine.tasks()[0]?.request.tableMappings;
  machine.deploy(modified);
  await machine.clock.advanceUntil(() => machine.tasks()[0]?.task.status === 'stopping', 40 * 60_000);
  const modify = machine.dms.modifyTask.bind(machine.dms);
  machine.dms.modifyTask = async (...given) => {
    await modify(...given);
    machine.dms.modifyTask = modify;
    throw Object.assign(new Error('killed'), { name: 'Sandbox.Timedout' });
  };
  await machine.clock.advanceUntil(() => machine.tasks()[0]?.task.status === 'modifying', 40 * 60_000);
  await killRun();
  machine.deploy(mysqlJob('cdc'));
  await machine.minutes(60);
  expect(machine.tasks()[0]?.task.status).toBe('running');
  expect(machine.tasks()[0]?.request.tableMappings).toBe(before);
});
