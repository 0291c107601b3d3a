import type { History } from '../../../aws/history/history';
import type { JobPlan, StartFrom } from '../../../core/planning/job-plan';
import { taskDefinitionHashOf } from '../../../core/runs/replication/deployed-task-definition';
import { cdcJob } from '../../helpers/runs/cdc-job';
import { memoryHistory } from '../../helpers/runs/memory-history';
import { endpoints, scheduledInput } from '../../helpers/runs/run-input';
import { RunMachine } from '../../helpers/runs/run-machine';

const key = 'sales/orders-daily';
let history: History;
let machine: RunMachine;
beforeEach(async () => {
  history = memoryHistory();
  machine = await new RunMachine(history).open();
});
afterEach(async () => {
  await machine.stop();
});

type Endpoints = typeof endpoints;

/** Deploys the job: its plan and its parameter. */
function deploy(job: JobPlan, over: Partial<Endpoints> = {}): void {
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

const connection = (connectionAttributes?: string): NonNullable<JobPlan['connection']> => ({
  name: 'sales-db',
  engine: connectionAttributes === undefined ? 'mysql' : 'postgres',
  secretName: 'lakeferry/sales-db',
  databaseName: 'sales',
  sslMode: 'none',
  ...(connectionAttributes === undefined ? {} : { connectionAttributes }),
});
const mysql = (mode: JobPlan['mode'], startFrom: StartFrom = { kind: 'now' }): JobPlan =>
  cdcJob({
    mode,
    connection: connection(),
    replication: { startFrom, maxLatencySeconds: 300, resumeLimit: 3 },
  });
const minutes = (count: number) => machine.clock.advance(count * 60_000);
const runs = () => history.runsOfJob(key, { limit: 50, now: machine.clock.now() });
const tasks = () => [...machine.dms.tasks.values()];
const countOf = (call: string) => machine.dms.calls.filter((one) => one === call).length;
const other = 'arn:aws:dms:eu-west-1:000000000000:endpoint:OTHER';
const checkpoint = expect.stringMatching(/^checkpoint:V1#1#/);

test.each([
  ['mode from both to following', mysql('full-load-and-cdc'), mysql('cdc'), {}, checkpoint],
  ['another target', mysql('cdc'), mysql('cdc'), { targetEndpointArn: other }, checkpoint],
  ['mode from following to both', mysql('cdc'), mysql('full-load-and-cdc'), {}, undefined],
  [
    'another source of a job that loads',
    mysql('full-load-and-cdc'),
    mysql('full-load-and-cdc'),
    { sourceEndpointArn: other },
    undefined,
  ],
  [
    'another source, from a position',
    mysql('cdc'),
    mysql('cdc', { kind: 'position', position: 'mysql-bin.000009:4' }),
    { sourceEndpointArn: other },
    'mysql-bin.000009:4',
  ],
  [
    'another target, with a slot of the owner',
    cdcJob({ connection: connection('slotName=orders') }),
    cdcJob({ connection: connection('slotName=orders') }),
    { targetEndpointArn: other },
    checkpoint,
  ],
])(
  '%s: one run replaces the task, and the new one starts where it must',
  async (_, before, after, over, place) => {
    await follow(before);
    deploy(after, over);
    await minutes(30);
    const [newest, ...others] = await runs();
    expect(others).toHaveLength(1);
    expect(newest).toMatchObject({ trigger: { by: 'deployment' }, verdict: { outcome: 'succeeded' } });
    expect(tasks()).toHaveLength(1);
    expect(tasks()[0]).toMatchObject({
      task: { status: 'running', mode: after.mode },
      request: { ...endpoints, ...over, startPosition: place },
    });
    expect(machine.dms.places.at(-1)).toEqual(
      place === undefined ? { kind: 'now' } : { kind: 'position', position: place },
    );
    const record = await history.replication(key);
    expect(record).toMatchObject({
      taskArn: tasks()[0]?.task.arn,
      // The hourly check drops what DMS left of its slot.
      formerTasks: ['arn:aws:dms:eu-west-1:000000000000:task:TASK1'],
    });
    expect(record?.replacement).toBeUndefined();
    expect(machine.alerts).toEqual([]);
    const kinds = (await history.events(key, 50)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'task-replaced')).toHaveLength(1);
    expect(kinds).not.toContain('position-skipped');
  },
);

test.each([
  ['a slot of DMS', cdcJob(), { targetEndpointArn: other }],
  ['another source, from now on', mysql('cdc'), { sourceEndpointArn: other }],
])('%s: a new task would lose changes, so the old one runs on', async (_, job, over) => {
  await follow(job);
  deploy(job, over);
  await minutes(20);
  expect(tasks()).toHaveLength(1);
  expect(tasks()[0]?.task.status).toBe('running');
  expect(countOf('stopTask')).toBe(0);
  expect(JSON.stringify((await runs())[0])).toContain('TaskNotChangeable');
});

const instance = { replicationInstanceArn: 'arn:aws:dms:eu-west-1:000000000000:rep:LARGER' };

test.each([
  ['a slot of DMS', cdcJob()],
  ['a load before', cdcJob({ mode: 'full-load-and-cdc' })],
])('another instance: the task of a job with %s is moved, and continues where it stopped', async (_, job) => {
  await follow(job);
  deploy(job, instance);
  await minutes(30);
  expect((await runs())[0]?.verdict?.outcome).toBe('succeeded');
  expect([countOf('moveTask'), countOf('deleteTask'), countOf('createTask')]).toEqual([1, 0, 1]);
  expect(tasks()[0]?.task).toMatchObject({ status: 'running', endpoints: { ...endpoints, ...instance } });
  expect(countOf('startTask resume-processing')).toBe(1);
  expect((await history.replication(key))?.endpoints).toEqual({ ...endpoints, ...instance });
  expect(machine.alerts).toEqual([]);
});

test('a task that DMS cannot move runs on where it was, and the run says so', async () => {
  await follow(cdcJob());
  machine.dms.moveFails = true;
  deploy(cdcJob(), instance);
  await minutes(20);
  expect(countOf('moveTask')).toBe(1);
  expect(JSON.stringify((await runs())[0])).toContain('DMS could not move the task');
  expect(tasks()[0]?.task).toMatchObject({ status: 'running', endpoints });
});

test('a task without a checkpoint is not deleted, and runs on', async () => {
  await follow(mysql('cdc'));
  machine.dms.checkpoints = false;
  deploy(mysql('cdc'), { targetEndpointArn: other });
  await minutes(15);
  expect(countOf('deleteTask')).toBe(0);
  expect(tasks()[0]?.task.status).toBe('running');
  expect(JSON.stringify((await runs())[0])).toContain('DMS has no checkpoint of it');
});

test('a job that only loads now has no task left, and its next run waits for that', async () => {
  await follow(mysql('full-load-and-cdc'));
  deploy(mysql('full-load'));
  const execution = machine.start(scheduledInput({}, '2026-03-01T10:20:00Z'));
  expect(await machine.finish(execution)).toBe('SUCCEEDED');
  expect(tasks()).toEqual([]);
  expect((await runs())[0]).toMatchObject({ verdict: { outcome: 'succeeded' } });
  expect(machine.alerts).toEqual([]);
  // And back: a person or a schedule needs to do nothing.
  deploy(mysql('full-load-and-cdc'));
  await minutes(20);
  expect(tasks()[0]?.task).toMatchObject({ status: 'running', mode: 'full-load-and-cdc' });
});

test('the task of a job that a person stopped is deleted too when the job only loads', async () => {
  await follow(mysql('cdc'));
  const at = machine.clock.now().toISOString();
  await history.changeDesiredState(key, { desired: 'stopped', desiredBy: 'ada', desiredAt: at });
  deploy(mysql('full-load'));
  await minutes(15);
  expect(tasks()).toEqual([]);
});

test('a replacement survives being killed after any call, and loses no position', async () => {
  for (let call = 1; call <= 9; call += 1) {
    await machine.stop();
    history = memoryHistory();
    machine = await new RunMachine(history).open();
    await follow(mysql('cdc'));
    deploy(mysql('cdc'), { targetEndpointArn: other });
    await minutes(4 - (machine.clock.now().getUTCMinutes() % 5));
    machine.killAtCall = machine.portCalls + call * 11;
    await minutes(40);
    expect(tasks()).toHaveLength(1);
    expect(tasks()[0]?.task.status).toBe('running');
    expect(tasks()[0]?.request).toMatchObject({ targetEndpointArn: other, startPosition: checkpoint });
    expect((await history.replication(key))?.replacement).toBeUndefined();
  }
});
