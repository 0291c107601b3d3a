import type { JobPlan } from '../../../core/planning/job-plan';
import type { Plan } from '../../../core/planning/plan';
import { taskDefinitionHashOf } from '../../../core/runs/replication/deployed-task-definition';
import { memoryHistory } from '../runs/memory-history';
import { scheduledInput } from '../runs/run-input';
import { RunMachine } from '../runs/run-machine';

/** What happened to the task of a job that follows changes after the deployment of another plan. */
export interface ObservedTask {
  /** Calls of DMS that changed something. */
  readonly calls: readonly string[];
  /** True if a run said that the task cannot be changed. */
  readonly isRefused: boolean;
  readonly status: string;
  /** Mode of the job afterwards. */
  readonly mode: string;
}

const writes = ['createTask', 'startTask', 'stopTask', 'modifyTask', 'deleteTask'];

/** Runs the job of one plan, deploys the other, waits for 25 minutes, and runs the job again: polls, functions and state machine are the real ones. */
export async function observeTask(name: string, before: Plan, after: Plan): Promise<ObservedTask> {
  const key = `sales/${name}`;
  const history = memoryHistory();
  const machine = await new RunMachine(history).open();
  const deploy = (plan: Plan): JobPlan | undefined => {
    const job = plan.departments[0]?.jobs.find(({ identity }) => identity.key === key);
    if (job === undefined) machine.deployed = 'removed';
    else {
      const { trigger: _, ...starter } = scheduledInput({ job: key, endpoints: endpointsOf(job) });
      machine.job = job;
      machine.deployed = job.enabled ? 'enabled' : 'disabled';
      machine.deployedTaskDefinition =
        job.mode === 'full-load' ? undefined : { hash: taskDefinitionHashOf(job), starter };
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
    const now = deploy(after);
    await machine.clock.advance(25 * 60_000);
    // Its next run, which a poll does not start for every change.
    if (now?.enabled === true) await run(now, '2026-03-01T11:00:00Z');
    const runs = await history.runsOfJob(key, { limit: 10, now: machine.clock.now() });
    const [task] = [...machine.dms.tasks.values()];
    return {
      calls: machine.dms.calls.slice(first).filter((call) => writes.some((write) => call.startsWith(write))),
      isRefused: JSON.stringify(runs).includes('TaskNotChangeable'),
      status: task?.task.status ?? 'none',
      mode: now?.mode ?? 'none',
    };
  } finally {
    await machine.stop();
  }
}

function endpointsOf({ source, target, targetEngine, identity }: JobPlan) {
  return {
    sourceEndpointArn: `arn:aws:dms:eu-west-1:000000000000:endpoint:${source}`,
    targetEndpointArn: `arn:aws:dms:eu-west-1:000000000000:endpoint:${targetEngine === 's3' ? identity.slug : target}`,
    replicationInstanceArn: 'arn:aws:dms:eu-west-1:000000000000:rep:INSTANCE',
  };
}
