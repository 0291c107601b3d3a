import { createHash } from 'node:crypto';
import {
  type FixedPart,
  type ReplacedJob,
  type ReplacementStart,
  taskReplacement,
} from '../../checks/position/task-replacement';
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
  /** The task keeps its position on another instance. DMS moves no task that runs. */
  | { readonly do: 'move' }
  /** DMS cannot change the task: a new one takes its place. */
  | { readonly do: 'replace'; readonly start: ReplacementStart; readonly parts: readonly FixedPart[] }
  | { readonly do: 'refuse'; readonly cause: string };

export interface WantedTask extends TaskEndpoints, ReplacedJob {
  readonly planHash: string;
}

/**
 * Returns the step that a changed plan needs. It compares the hash in the task's tags, not its settings, which DMS returns with
 * additional keys.
 */
export function taskModification(
  task: Task,
  tags: Readonly<Record<string, string>>,
  wanted: WantedTask,
): TaskModification {
  const parts = fixedDifferences(task, wanted);
  if (parts.length === 1 && parts[0] === 'replication instance') return move(task);
  if (parts.length > 0) return replacement(task, parts, wanted);
  if (tags['lakeferry:plan'] === wanted.planHash) return { do: 'leave' };
  return onceDown(task, 'modify');
}

/** DMS modifies and moves only a task that does not run. */
function onceDown({ status }: Task, then: 'modify' | 'move'): TaskModification {
  switch (kindOf(status)) {
    case 'ready':
    case 'down':
      return { do: then };
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

function move(task: Task): TaskModification {
  const { identifier, lastFailureMessage } = task;
  if (task.status === 'failed-move')
    return {
      do: 'refuse',
      cause: `DMS could not move the task ${identifier} to the other replication instance: ${lastFailureMessage ?? 'it does not say why'}; the instance needs the same engine version or a newer one, and enough storage`,
    };
  return onceDown(task, 'move');
}

function replacement(task: Task, parts: readonly FixedPart[], wanted: WantedTask): TaskModification {
  const step = taskReplacement(parts, wanted);
  switch (step.do) {
    case 'replace':
      return { do: 'replace', start: step.start, parts };
    // Runs of a job that only loads never come here: see `ensureNoLivingTask`.
    case 'delete':
      return { do: 'retry' };
    case 'refuse':
      return {
        do: 'refuse',
        cause: `DMS cannot change the ${parts.join(' and the ')} of the task ${task.identifier}, and a new task would lose changes: ${step.why}; run ${step.steps.join('; then: ')}`,
      };
  }
}

function fixedDifferences({ mode, endpoints }: Task, wanted: WantedTask): readonly FixedPart[] {
  const differs = (key: keyof TaskEndpoints): boolean =>
    endpoints !== undefined && endpoints[key] !== wanted[key];
  return [
    ...(mode === undefined || mode === wanted.mode ? [] : (['mode'] as const)),
    ...(differs('sourceEndpointArn') ? (['source endpoint'] as const) : []),
    ...(differs('targetEndpointArn') ? (['target endpoint'] as const) : []),
    ...(differs('replicationInstanceArn') ? (['replication instance'] as const) : []),
  ];
}
