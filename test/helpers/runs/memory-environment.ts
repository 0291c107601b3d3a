import type { DeployedEnvironment } from '../../../application/environments/deployed-environment';
import type { ExecutionState, Executions } from '../../../aws/executions';
import type { RunInput } from '../../../core/runs/record/run-input';
import { memoryHistory } from './memory-history';
import { scheduledInput } from './run-input';

export interface MemoryEnvironment extends DeployedEnvironment {
  /** Inputs of the executions that were started. */
  readonly started: RunInput[];
  /** State of every execution. */
  execution: ExecutionState;
}

/** A deployed environment without AWS: a history in memory, the named jobs and loads, and executions that do nothing. */
export function memoryEnvironment(jobs: readonly string[], loads: readonly string[] = []): MemoryEnvironment {
  const { trigger: _, ...starter } = scheduledInput();
  const started: RunInput[] = [];
  const executions: Executions = {
    start: async (_machine, input) => {
      started.push(input);
      return 'arn:execution';
    },
    startOnce: async () => 'before',
    describe: async () => environment.execution,
    succeed: async () => 'gone',
    fail: async () => 'gone',
    heartbeat: async () => 'gone',
    stop: async () => undefined,
  };
  const environment: MemoryEnvironment = {
    started,
    execution: { status: 'RUNNING' },
    platform: {
      environment: 'dev',
      stateMachineArn: 'arn:machine',
      historyTableName: 'history',
      stagingBucketName: 'staging',
      lakeBucketName: 'lake',
    },
    history: memoryHistory(),
    executions,
    deployment: {
      platform: async () => environment.platform,
      jobStarter: async (_environment, job) => (jobs.includes(job) ? { ...starter, job } : undefined),
      isEnabled: async (_environment, job) => (jobs.includes(job) ? true : undefined),
      jobKeys: async () => jobs,
      loadKeys: async () => loads,
      load: async (_environment, load) =>
        loads.includes(load) ? { load, bucket: 'inbox', inbox: `${load}/` } : undefined,
    },
  };
  return environment;
}
