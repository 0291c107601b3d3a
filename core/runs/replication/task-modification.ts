import { createHash } from 'node:crypto';
import { continueAfterDeletion, type JobWithoutTask } from '../../checks/position/after-deletion';
import { kindOf } from '../../model/task-status';
import type { JobPlan } from '../../planning/job-plan';
import type { Task, TaskEndpoints } from '../task/task';

/** Hash of the parts of a plan that a DMS task holds: the first 16 hex digits. The task carries it as a tag. */
export function planHashOf({ tableMappings, taskSettings }: Pick<JobPlan, 'tableMappings' | 'taskSettings'>) {
  return createHash('sha256')
    .update(JSON.stringify(tableMappings) + JSON.stringify(taskSettings))
    .digest('hex')
    .slice(0, 16);
}

/** Step that brings a living task to its plan. */
export type TaskModification =
  | { readonly do: 'leave' }
  | { readonly do: 'modify' }
  /** DMS cannot modify a running task. */
  | { readonly do: 'stop-first' }
  | { readonly do: 'retry' }
  | { readonly do: 'refuse'; readonly cause: string };

export interface WantedTask extends TaskEndpoints, Omit<JobWithoutTask, 'hasCheckpoint'> {
  readonly planHash: string;
}

/**
 * Returns the step that a changed plan needs. It compares the hash in the task's tags, not its settings, which DMS returns with
 * additional keys. DMS cannot change mode, endpoints and instance
 * (https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.Modifying.html).
 */
export function taskModification(
  task: Task,
  tags: Readonly<Record<string, string>>,
  wanted: WantedTask,
): TaskModification {
  const fixed = fixedDifferences(task, wanted);
  if (fixed.length > 0)
    return {
      do: 'refuse',
      cause: `DMS cannot change the ${fixed.join(' and the ')} of the task ${task.identifier}; run lakeferry stop ${wanted.job} --delete, then: ${continueAfterDeletion({ ...wanted, hasCheckpoint: true })}`,
    };
  if (tags['lakeferry:plan'] === wanted.planHash) return { do: 'leave' };
  switch (kindOf(task.status)) {
    case 'ready':
    case 'down':
      return { do: 'modify' };
    case 'running':
      return { do: 'stop-first' };
    case 'changing':
    case 'starting':
    case 'stopping':
    case 'deleting':
    case 'unknown':
      return { do: 'retry' };
  }
}

function fixedDifferences({ mode, endpoints }: Task, wanted: WantedTask): readonly string[] {
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
