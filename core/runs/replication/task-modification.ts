import { createHash } from 'node:crypto';
import { isTaskStatus } from '../../model/task-status';
import type { JobPlan } from '../../planning/job-plan';
import type { Task, TaskEndpoints } from '../task/task';

/** What of a plan lives in its DMS task, as a word: first 16 hex digits. The task bears it as a tag. */
export function planHashOf({ tableMappings, taskSettings }: Pick<JobPlan, 'tableMappings' | 'taskSettings'>) {
  return createHash('sha256')
    .update(JSON.stringify(tableMappings) + JSON.stringify(taskSettings))
    .digest('hex')
    .slice(0, 16);
}

/** What a living task needs to become what the plan says. */
export type TaskModification =
  | { readonly do: 'leave' }
  | { readonly do: 'modify' }
  /** DMS modifies no task that runs. */
  | { readonly do: 'stop-first' }
  | { readonly do: 'retry' }
  | { readonly do: 'refuse'; readonly cause: string };

export interface WantedTask extends TaskEndpoints {
  readonly mode: string;
  readonly planHash: string;
}

/**
 * Compared by the hash that the task bears, not by its settings: DMS echoes those with keys of its own.
 * Mode, endpoints and instance cannot be changed (DMS guide, CHAP_Tasks.Modifying).
 */
export function taskModification(
  task: Task,
  tags: Readonly<Record<string, string>>,
  wanted: WantedTask,
): TaskModification {
  const fixed = whatIsFixed(task, wanted);
  if (fixed.length > 0)
    return {
      do: 'refuse',
      cause: `DMS cannot change the ${fixed.join(' and the ')} of the task ${task.identifier}: stop the job (its checkpoint is kept), delete the task, and start it with start-from: checkpoint`,
    };
  if (tags['lakeferry:plan'] === wanted.planHash) return { do: 'leave' };
  if (!isTaskStatus(task.status)) return { do: 'retry' };
  switch (task.status) {
    case 'ready':
    case 'stopped':
    case 'failed':
    case 'failed-move':
      return { do: 'modify' };
    case 'running':
      return { do: 'stop-first' };
    case 'creating':
    case 'starting':
    case 'stopping':
    case 'modifying':
    case 'moving':
    case 'testing':
    case 'deleting':
      return { do: 'retry' };
  }
}

function whatIsFixed({ mode, endpoints }: Task, wanted: WantedTask): readonly string[] {
  return [
    ...(mode === undefined || mode === wanted.mode ? [] : [`mode (it is ${mode})`]),
    ...(endpoints === undefined || endpoints.sourceEndpointArn === wanted.sourceEndpointArn
      ? []
      : ['source endpoint']),
    ...(endpoints === undefined || endpoints.targetEndpointArn === wanted.targetEndpointArn
      ? []
      : ['target endpoint']),
    ...(endpoints === undefined || endpoints.replicationInstanceArn === wanted.replicationInstanceArn
      ? []
      : ['replication instance']),
  ];
}
