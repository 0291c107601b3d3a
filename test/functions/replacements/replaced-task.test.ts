import { RunError } from '../../../core/runs/record/run-error';
import { DeployingMachine, jobKey } from '../../helpers/deployments/deploying-machine';
import { cdcConnection, cdcJob, mysqlJob } from '../../helpers/runs/cdc-job';
import { endpoints, scheduledInput } from '../../helpers/runs/run-input';

let machine: DeployingMachine;
beforeEach(async () => {
  machine = await DeployingMachine.opened();
});
afterEach(() => machine.stop());

const other = 'arn:aws:dms:eu-west-1:000000000000:endpoint:OTHER';
const checkpoint = expect.stringMatching(/^checkpoint:V1#1#/);

test.each([
  ['mode from both to following', mysqlJob('full-load-and-cdc'), mysqlJob('cdc'), {}, checkpoint],
  ['another target', mysqlJob('cdc'), mysqlJob('cdc'), { targetEndpointArn: other }, checkpoint],
  ['mode from following to both', mysqlJob('cdc'), mysqlJob('full-load-and-cdc'), {}, undefined],
  [
    'another source of a job that loads',
    mysqlJob('full-load-and-cdc'),
    mysqlJob('full-load-and-cdc'),
    { sourceEndpointArn: other },
    undefined,
  ],
  [
    'another source, from a position',
    mysqlJob('cdc'),
    mysqlJob('cdc', { kind: 'position', position: 'mysql-bin.000009:4' }),
    { sourceEndpointArn: other },
    'mysql-bin.000009:4',
  ],
  [
    'another target, with a slot of the owner',
    cdcJob({ connection: { ...cdcConnection, connectionAttributes: 'slotName=orders' } }),
    cdcJob({ connection: { ...cdcConnection, connectionAttributes: 'slotName=orders' } }),
    { targetEndpointArn: other },
    checkpoint,
  ],
])(
  '%s: one run replaces the task, and the new one starts where it must',
  async (_, before, after, over, place) => {
    await machine.follow(before);
    machine.deploy(after, over);
    await machine.minutes(30);
    const [newest, ...others] = await machine.runs();
    expect(others).toHaveLength(1);
    expect(newest).toMatchObject({ trigger: { by: 'deployment' }, verdict: { outcome: 'succeeded' } });
    expect(machine.tasks()).toHaveLength(1);
    expect(machine.tasks()[0]).toMatchObject({
      task: { status: 'running', mode: after.mode },
      request: { ...endpoints, ...over, startPosition: place },
    });
    expect(machine.dms.places.at(-1)).toEqual(
      place === undefined ? { kind: 'now' } : { kind: 'position', position: place },
    );
    const record = await machine.history.replication(jobKey);
    expect(record).toMatchObject({
      taskArn: machine.tasks()[0]?.task.arn,
      // The hourly check drops what DMS left of its slot.
      formerTasks: ['arn:aws:dms:eu-west-1:000000000000:task:TASK1'],
    });
    expect(record?.replacement).toBeUndefined();
    expect(machine.alerts).toEqual([]);
    const kinds = (await machine.history.events(jobKey, 50)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'task-replaced')).toHaveLength(1);
    expect(kinds).not.toContain('position-skipped');
  },
);

test.each([
  ['a slot of DMS', cdcJob(), { targetEndpointArn: other }],
  ['another source, from now on', mysqlJob('cdc'), { sourceEndpointArn: other }],
])('%s: a new task would lose changes, so the old one runs on', async (_, job, over) => {
  await machine.follow(job);
  machine.deploy(job, over);
  await machine.minutes(20);
  expect(machine.tasks()).toHaveLength(1);
  expect(machine.tasks()[0]?.task.status).toBe('running');
  expect(machine.countOf('stopTask')).toBe(0);
  expect(JSON.stringify((await machine.runs())[0])).toContain('TaskNotChangeable');
});

const instance = { replicationInstanceArn: 'arn:aws:dms:eu-west-1:000000000000:rep:LARGER' };

test.each([
  ['a slot of DMS', cdcJob()],
  ['a load before', cdcJob({ mode: 'full-load-and-cdc' })],
])('another instance: the task of a job with %s is moved, and continues where it stopped', async (_, job) => {
  await machine.follow(job);
  machine.deploy(job, instance);
  await machine.minutes(30);
  expect((await machine.runs())[0]?.verdict?.outcome).toBe('succeeded');
  expect([machine.countOf('moveTask'), machine.countOf('deleteTask'), machine.countOf('createTask')]).toEqual(
    [1, 0, 1],
  );
  expect(machine.tasks()[0]?.task).toMatchObject({
    status: 'running',
    endpoints: { ...endpoints, ...instance },
  });
  expect(machine.countOf('startTask resume-processing')).toBe(1);
  expect((await machine.history.replication(jobKey))?.endpoints).toEqual({ ...endpoints, ...instance });
  expect(machine.alerts).toEqual([]);
});

test('a task that DMS cannot move runs on where it was, and the run says so', async () => {
  await machine.follow(cdcJob());
  machine.dms.moveFails = true;
  machine.deploy(cdcJob(), instance);
  await machine.minutes(20);
  expect(machine.countOf('moveTask')).toBe(1);
  expect(JSON.stringify((await machine.runs())[0])).toContain('DMS could not move the task');
  expect(machine.tasks()[0]?.task).toMatchObject({ status: 'running', endpoints });
});

test('a task without a checkpoint is not deleted, and runs on', async () => {
  await machine.follow(mysqlJob('cdc'));
  machine.dms.checkpoints = false;
  machine.deploy(mysqlJob('cdc'), { targetEndpointArn: other });
  await machine.minutes(15);
  expect(machine.countOf('deleteTask')).toBe(0);
  expect(machine.tasks()[0]?.task.status).toBe('running');
  expect(JSON.stringify((await machine.runs())[0])).toContain('DMS has no checkpoint of it');
});

test('a job that only loads now has no task left, and its next run waits for that', async () => {
  await machine.follow(mysqlJob('full-load-and-cdc'));
  machine.deploy(mysqlJob('full-load'));
  const execution = machine.start(scheduledInput({}, '2026-03-01T10:20:00Z'));
  expect(await machine.finish(execution)).toBe('SUCCEEDED');
  expect(machine.tasks()).toEqual([]);
  expect((await machine.runs())[0]).toMatchObject({ verdict: { outcome: 'succeeded' } });
  expect(machine.alerts).toEqual([]);
  // And back: a person or a schedule needs to do nothing.
  machine.deploy(mysqlJob('full-load-and-cdc'));
  await machine.minutes(20);
  expect(machine.tasks()[0]?.task).toMatchObject({ status: 'running', mode: 'full-load-and-cdc' });
});

test('the task of a job that a person stopped is deleted too when the job only loads', async () => {
  await machine.follow(mysqlJob('cdc'));
  const at = machine.clock.now().toISOString();
  await machine.history.changeDesiredState(jobKey, { desired: 'stopped', desiredBy: 'ada', desiredAt: at });
  machine.deploy(mysqlJob('full-load'));
  await machine.minutes(15);
  expect(machine.tasks()).toEqual([]);
});

test('a deletion that DMS refuses is recorded once, and again when the reason changes', async () => {
  await machine.follow(mysqlJob('cdc'));
  const deleteTask = machine.dms.deleteTask.bind(machine.dms);
  const refuse = (because: string): void => {
    machine.dms.deleteTask = async () => {
      machine.dms.calls.push('deleteTask');
      throw new RunError('DmsRefused', because);
    };
  };
  const events = async () =>
    (await machine.history.events(jobKey, 50))
      .filter(({ kind }) => ['task-replaced', 'delete-failed'].includes(kind))
      .map(({ kind, detail }) => [kind, detail]);
  refuse('no permission');
  machine.deploy(mysqlJob('full-load'));
  await machine.minutes(30);
  expect(machine.countOf('deleteTask')).toBeGreaterThan(2);
  const first = [
    ['delete-failed', 'DmsRefused: no permission'],
    ['task-replaced', expect.stringContaining('the task is deleted')],
    ['task-replaced', expect.stringContaining('the job has mode: full-load')],
  ];
  expect(await events()).toEqual(first);
  refuse('the task is busy');
  await machine.minutes(15);
  expect(await events()).toEqual([['delete-failed', 'DmsRefused: the task is busy'], ...first]);
  machine.dms.deleteTask = deleteTask;
  await machine.minutes(10);
  expect(machine.tasks()).toEqual([]);
  expect(await events()).toHaveLength(4);
});

test('a replacement survives being killed after any call, and loses no position', async () => {
  for (let call = 1; call <= 9; call += 1) {
    await machine.stop();
    machine = await DeployingMachine.opened();
    await machine.follow(mysqlJob('cdc'));
    machine.deploy(mysqlJob('cdc'), { targetEndpointArn: other });
    await machine.minutes(4 - (machine.clock.now().getUTCMinutes() % 5));
    machine.killAtCall = machine.portCalls + call * 11;
    await machine.minutes(40);
    expect(machine.killedAfter).not.toBe('');
    expect(machine.tasks()).toHaveLength(1);
    expect(machine.tasks()[0]?.task.status).toBe('running');
    expect(machine.tasks()[0]?.request).toMatchObject({
      targetEndpointArn: other,
      startPosition: checkpoint,
    });
    expect((await machine.history.replication(jobKey))?.replacement).toBeUndefined();
  }
});
