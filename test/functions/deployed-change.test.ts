import { taskDefinitionHashOf } from '../../core/runs/replication/deployed-task-definition';
import { planHashOf } from '../../core/runs/replication/task-modification';
import { DeployingMachine, jobKey } from '../helpers/deployments/deploying-machine';
import { cdcJob } from '../helpers/runs/cdc-job';

let machine: DeployingMachine;
beforeEach(async () => {
  machine = await DeployingMachine.opened();
});
afterEach(() => machine.stop());

const wider = () => cdcJob({ tableMappings: { rules: [{ 'rule-type': 'selection' }] } });

test('a deployed change is applied to a living task by one run that the poll starts', async () => {
  await machine.follow(cdcJob());
  await machine.minutes(30);
  expect(await machine.runs()).toHaveLength(1);

  machine.deploy(wider());
  await machine.minutes(60);
  const [newest, ...others] = await machine.runs();
  expect(others).toHaveLength(1);
  expect(newest).toMatchObject({
    trigger: { by: 'deployment', orderHash: taskDefinitionHashOf(wider()) },
    verdict: { outcome: 'succeeded' },
  });
  expect(machine.countOf('modifyTask')).toBe(1);
  const [made] = machine.tasks();
  expect(made?.request.tableMappings).toBe(JSON.stringify(wider().tableMappings));
  expect(made?.task.status).toBe('running');
  const kinds = (await machine.history.events(jobKey, 50)).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'plan-deployed')).toHaveLength(1);
  expect((await machine.history.replication(jobKey))?.change).toBeUndefined();
});

test.each([
  ['takes tags', true, 20],
  ['refuses tags', false, 20],
  ['refuses tags', false, 150],
])(
  'a task that %s while it is modified (%p) for %i s is modified once',
  async (_, tagsWhileModifying, seconds) => {
    machine.dms.tagsWhileModifying = tagsWhileModifying;
    machine.dms.modifySeconds = seconds;
    await machine.follow(cdcJob());
    machine.deploy(wider());
    await machine.minutes(60);
    const [newest, ...others] = await machine.runs();
    expect(others).toHaveLength(1);
    expect(newest?.verdict?.outcome).toBe('succeeded');
    expect(machine.countOf('modifyTask')).toBe(1);
    const [made] = machine.tasks();
    expect(made?.task.status).toBe('running');
    expect(made?.request.tags['lakeferry:plan']).toBe(planHashOf(wider()));
    expect(
      (await machine.history.events(jobKey, 50)).filter(({ kind }) => kind === 'task-modified'),
    ).toHaveLength(1);
    expect((await machine.history.replication(jobKey))?.modified).toBeUndefined();
    // A later change is modified again, back to the first too.
    machine.deploy(cdcJob());
    await machine.minutes(60);
    expect(machine.countOf('modifyTask')).toBe(2);
    expect(machine.tasks()[0]?.request.tags['lakeferry:plan']).toBe(planHashOf(cdcJob()));
  },
);

test('a run that cannot apply the change is repeated twice, and not again', async () => {
  await machine.follow(cdcJob({ mode: 'full-load-and-cdc' }));
  // The slot would go with the task.
  machine.deploy(cdcJob());
  await machine.minutes(240);
  expect((await machine.runs()).filter(({ trigger }) => trigger.by === 'deployment')).toHaveLength(3);
  expect(machine.tasks()[0]?.task.status).toBe('running');
});

test('a deployment does not start a job that a person stopped', async () => {
  await machine.follow(cdcJob());
  const at = machine.clock.now().toISOString();
  await machine.history.changeDesiredState(jobKey, { desired: 'stopped', desiredBy: 'ada', desiredAt: at });
  machine.deploy(wider());
  await machine.minutes(30);
  expect(await machine.runs()).toHaveLength(1);
});

test('a job that is enabled again is started by its deployment', async () => {
  await machine.follow(cdcJob());
  machine.deployed = 'disabled';
  await machine.minutes(10);
  expect((await machine.history.replication(jobKey))?.desiredBy).toBe('config');
  machine.deployed = 'enabled';
  await machine.minutes(15);
  expect((await machine.history.replication(jobKey))?.desired).toBe('running');
  expect(machine.tasks()[0]?.task.status).toBe('running');
  expect(await machine.runs()).toHaveLength(2);
});

test('a poll that is killed after any of its calls starts no second run', async () => {
  for (let call = 1; call <= 14; call += 1) {
    await machine.stop();
    machine = await DeployingMachine.opened();
    await machine.follow(cdcJob());
    machine.deploy(wider());
    await machine.minutes(4 - (machine.clock.now().getUTCMinutes() % 5));
    machine.killAtCall = machine.portCalls + call;
    await machine.minutes(25);
    expect(machine.killedAfter).not.toBe('');
    expect((await machine.runs()).filter(({ trigger }) => trigger.by === 'deployment')).toHaveLength(1);
    expect(machine.countOf('modifyTask')).toBeLessThanOrEqual(2);
    expect(machine.tasks()[0]?.task.status).toBe('running');
  }
});
