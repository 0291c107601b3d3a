import type { History } from '../../../aws/history/history';
import type { DescribedEndpoint } from '../../../core/checks/existing/described';
import type { JobPlan } from '../../../core/planning/job-plan';
import type { Plan } from '../../../core/planning/plan';
import type { RunInput } from '../../../core/runs/record/run-input';
import { DeployingMachine } from '../deployments/deploying-machine';
import { scheduledInput } from '../runs/run-input';
import type { RunMachine } from '../runs/run-machine';
import type { StackUpdate } from './observe-stacks';

/** What happened to the task of a job that follows changes after the deployment of another plan. */
export interface ObservedTask {
  /** Calls of DMS that changed something. */
  readonly calls: readonly string[];
  /** True if the deployment was refused before it changed anything. */
  readonly isRefused: boolean;
  readonly status: string;
  /** Mode of the job afterwards. */
  readonly mode: string;
}

const writes = ['createTask', 'startTask', 'stopTask', 'modifyTask', 'moveTask', 'deleteTask'];

/** Runs the job of one plan, deploys the other unless `holds` refuse that, waits for 25 minutes, and runs the job again: polls, functions and state machine are the real ones. */
export async function observeTask(
  name: string,
  before: Plan,
  after: Plan,
  holds: StackUpdate['holds'],
): Promise<ObservedTask> {
  const key = `sales/${name}`;
  const machine = await DeployingMachine.opened();
  const { history } = machine;
  const deploy = (plan: Plan): JobPlan | undefined => {
    const job = plan.departments[0]?.jobs.find(({ identity }) => identity.key === key);
    machine.dms.existing = fitting(job);
    if (job === undefined) machine.deployed = 'removed';
    else {
      machine.deploy(job, endpointsOf(job));
      machine.deployed = job.enabled ? 'enabled' : 'disabled';
    }
    return job;
  };
  const run = async (job: JobPlan, at: string): Promise<void> => {
    await machine.finish(machine.start(scheduledInput({ job: key, endpoints: endpointsOf(job) }, at)));
  };
  try {
    const job = deploy(before);
    if (job === undefined) throw new Error(`there is no job ${key}`);
    machine.dms.tables = job.expectedTables.map(({ schema, table }) => ({
      ...{ schema, table, state: 'Table completed', rows: 10, errorRows: 0 },
    }));
    await run(job, '2026-03-01T10:00:00Z');
    const first = machine.dms.calls.length;
    const isRefused = await refuses(machine, history, holds);
    const now = isRefused ? undefined : deploy(after);
    await machine.clock.advance(25 * 60_000);
    // Its next run, which a poll does not start for every change.
    if (now?.enabled === true) await run(now, '2026-03-01T11:00:00Z');
    const runs = await history.runsOfJob(key, { limit: 10, now: machine.clock.now() });
    // No run finds what the deployment should have found.
    expect(JSON.stringify(runs)).not.toContain('TaskNotChangeable');
    const [task] = [...machine.dms.tasks.values()];
    return {
      calls: machine.dms.calls.slice(first).filter((call) => writes.some((write) => call.startsWith(write))),
      isRefused,
      status: task?.task.status ?? 'none',
      mode: now?.mode ?? 'none',
    };
  } finally {
    await machine.stop();
  }
}

/** Sends what CloudFormation would, and returns true if the answer is FAILED. */
async function refuses(machine: RunMachine, history: History, holds: StackUpdate['holds']): Promise<boolean> {
  for (const [index, [OldResourceProperties, ResourceProperties]] of holds.entries()) {
    const RequestId = `update-${index}`;
    const StackId = `arn:aws:cloudformation:eu-west-1:000000000000:stack/stack-${index}/1`;
    machine.deployments.statuses.set(StackId, 'UPDATE_IN_PROGRESS');
    await machine.invoke('HoldTasks', {
      ...{ RequestType: 'Update', ResponseURL: `https://answer/${index}`, StackId, RequestId },
      ...{ LogicalResourceId: 'Hold', PhysicalResourceId: 'hold' },
      ...{ OldResourceProperties, ResourceProperties },
    });
    await machine.clock.advance(180_000);
    machine.deployments.statuses.set(StackId, 'UPDATE_COMPLETE');
    const answer = machine.deployments.answers.find(({ requestId }) => requestId === RequestId);
    expect(answer).toBeDefined();
    if (answer?.status === 'FAILED') return true;
  }
  await machine.clock.advance(120_000);
  expect(await history.holds()).toEqual([]);
  return false;
}

/** Existing source endpoint of the job, as the job needs it. */
function fitting(job: JobPlan | undefined): readonly DescribedEndpoint[] {
  const source = job?.namedEndpoints?.source;
  if (source === undefined) return [];
  const { arn, engine, databaseName } = source;
  return [{ arn, identifier: 'existing', type: 'SOURCE', engine, status: 'active', databaseName }];
}

function endpointsOf({
  source,
  target,
  targetEngine,
  identity,
  namedEndpoints: named,
  replicationInstance: instance,
}: JobPlan): RunInput['endpoints'] {
  const arn = (kind: string) => `arn:aws:dms:eu-west-1:000000000000:${kind}`;
  return {
    sourceEndpointArn: named?.source?.arn ?? arn(`endpoint:${source}`),
    targetEndpointArn:
      named?.target?.arn ?? arn(`endpoint:${targetEngine === 's3' ? identity.slug : target}`),
    replicationInstanceArn: instance?.arn ?? arn('rep:INSTANCE'),
    ...(instance === undefined ? {} : { replicationInstanceIdentifier: instance.identifier }),
  };
}
