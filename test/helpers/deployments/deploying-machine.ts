import type { JobPlan } from '../../../core/planning/job-plan';
import { taskDefinitionHashOf } from '../../../core/runs/replication/deployed-task-definition';
import { memoryHistory } from '../runs/memory-history';
import { endpoints, scheduledInput } from '../runs/run-input';
import { RunMachine } from '../runs/run-machine';

export const jobKey = 'sales/orders-daily';

/** A machine whose job is deployed, run and deployed again. */
export class DeployingMachine extends RunMachine {
  /** A running machine with an empty history. */
  static async opened(): Promise<DeployingMachine> {
    return await new DeployingMachine(memoryHistory()).open();
  }

  /** Deploys the job: its plan and its parameter. */
  deploy(job: JobPlan, over: Partial<typeof endpoints> = {}): void {
    const { trigger: _, ...starter } = scheduledInput({
      job: job.identity.key,
      endpoints: { ...endpoints, ...over },
    });
    this.job = job;
    this.deployedOnlyLoads = job.mode === 'full-load';
    this.deployedTaskDefinition = this.deployedOnlyLoads
      ? undefined
      : { hash: taskDefinitionHashOf(job), starter };
  }

  /** Deploys the job, and runs it for the first time. */
  async follow(job: JobPlan): Promise<void> {
    this.deploy(job);
    const execution = this.start(scheduledInput({}, '2026-03-01T10:00:00Z'));
    expect(await this.finish(execution)).toBe('SUCCEEDED');
  }

  async minutes(count: number): Promise<void> {
    await this.clock.advance(count * 60_000);
  }

  /** Runs of the job, newest first. */
  async runs() {
    return await this.history.runsOfJob(jobKey, { limit: 50, now: this.clock.now() });
  }

  tasks() {
    return [...this.dms.tasks.values()];
  }

  /** Number of calls of DMS with this name. */
  countOf(call: string): number {
    return this.dms.calls.filter((one) => one === call).length;
  }
}
