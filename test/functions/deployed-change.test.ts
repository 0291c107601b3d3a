import type { History } from '../../aws/history/history';
import type { JobPlan } from '../../core/planning/job-plan';
import { taskDefinitionHashOf } from '../../core/runs/replication/deployed-task-definition';
import { planHashOf } from '../../core/runs/replication/task-modification';
import { cdcJob } from '../helpers/runs/cdc-job';
import { memoryHistory } from '../helpers/runs/memory-history';
import { scheduledInput } from '../helpers/runs/run-input';
import { RunMachine } from '../helpers/runs/run-machine';

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

/** Deploys the job: its plan and its parameter. */
function deploy(job: JobPlan): void {
  const { trigger: _, ...starter } = scheduledInput();
  machine.job = job;
  machine.deployedTaskDefinition = { hash: taskDefinitionHashOf(job), starter };
}

async function firstRun(): Promise<void> {
  const execution = machine.start(scheduledInput({}, '2026-03-01T10:00:00Z'));
  expect(await machine.finish(execution)).toBe('SUCCEEDED');
}

const wider = () => cdcJob({ tableMappings: { rules: [{ 'rule-type': 'selection' }] } });
const minutes = (count: number) => machine.clock.advance(count * 60_000);
const runs = () => history.runsOfJob(key, { limit: 50, now: machine.clock.now() });
const modified = () => machine.dms.calls.filter((call) => call === 'modifyTask').length;

test('a deployed change is applied to a living task by one run that the poll starts', async () => {
  deploy(cdcJob());
  await firstRun();
  await minutes(30);
  expect(await runs()).toHaveLength(1);

  deploy(wider());
  await minutes(60);
  const [newest, ...others] = await runs();
  expect(others).toHaveLength(1);
  expect(newest).toMatchObject({
    trigger: { by: 'deployment', orderHash: taskDefinitionHashOf(wider()) },
    verdict: { outcome: 'succeeded' },
  });
  expect(modified()).toBe(1);
  const [made] = [...machine.dms.tasks.values()];
  expect(made?.request.tableMappings).toBe(JSON.stringify(wider().tableMappings));
  expect(made?.task.status).toBe('running');
  const kinds = (await history.events(key, 50)).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'plan-deployed')).toHaveLength(1);
  expect((await history.replication(key))?.change).toBeUndefined();
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
    deploy(cdcJob());
    await firstRun();
    deploy(wider());
    await minutes(60);
    const [newest, ...others] = await runs();
    expect(others).toHaveLength(1);
    expect(newest?.verdict?.outcome).toBe('succeeded');
    expect(modified()).toBe(1);
    const [made] = [...machine.dms.tasks.values()];
    expect(made?.task.status).toBe('running');
    expect(made?.request.tags['lakeferry:plan']).toBe(planHashOf(wider()));
    expect((await history.events(key, 50)).filter(({ kind }) => kind === 'task-modified')).toHaveLength(1);
    expect((await history.replication(key))?.modified).toBeUndefined();
    // A later change is modified again, back to the first too.
    deploy(cdcJob());
    await minutes(60);
    expect(modified()).toBe(2);
    expect([...machine.dms.tasks.values()][0]?.request.tags['lakeferry:plan']).toBe(planHashOf(cdcJob()));
  },
);

test('a run that cannot apply the change is repeated twice, not for ever', async () => {
  deploy(cdcJob({ mode: 'full-load-and-cdc' }));
  await firstRun();
  // The slot would go with the task.
  deploy(cdcJob());
  await minutes(240);
  expect((await runs()).filter(({ trigger }) => trigger.by === 'deployment')).toHaveLength(3);
  expect([...machine.dms.tasks.values()][0]?.task.status).toBe('running');
});

test('a deployment does not start a job that a person stopped', async () => {
  deploy(cdcJob());
  await firstRun();
  const at = machine.clock.now().toISOString();
  await history.changeDesiredState(key, { desired: 'stopped', desiredBy: 'ada', desiredAt: at });
  deploy(wider());
  await minutes(30);
  expect(await runs()).toHaveLength(1);
});

test('a job that is enabled again is started by its deployment', async () => {
  deploy(cdcJob());
  await firstRun();
  machine.deployed = 'disabled';
  await minutes(10);
  expect((await history.replication(key))?.desiredBy).toBe('config');
  machine.deployed = 'enabled';
  await minutes(15);
  expect((await history.replication(key))?.desired).toBe('running');
  expect([...machine.dms.tasks.values()][0]?.task.status).toBe('running');
  expect(await runs()).toHaveLength(2);
});

test('a poll that is killed after any of its calls starts no second run', async () => {
  for (let call = 1; call <= 14; call += 1) {
    await machine.stop();
    history = memoryHistory();
    machine = await new RunMachine(history).open();
    deploy(cdcJob());
    await firstRun();
    deploy(wider());
    await minutes(4 - (machine.clock.now().getUTCMinutes() % 5));
    machine.killAtCall = machine.portCalls + call;
    await minutes(25);
    expect((await runs()).filter(({ trigger }) => trigger.by === 'deployment')).toHaveLength(1);
    expect(modified()).toBeLessThanOrEqual(2);
    expect([...machine.dms.tasks.values()][0]?.task.status).toBe('running');
  }
});
