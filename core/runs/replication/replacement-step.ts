import type { ReplacementStart } from '../../checks/position/task-replacement';
import { kindOf } from '../../model/task-status';
import { hasRun, isLoading, type Task } from '../task/task';
import { replacementNow } from './replaced-start';
import type { Replication } from './replication';
import type { WantedTask } from './task-modification';

export type Replacement = NonNullable<Replication['replacement']>;

/** Next step to delete a task, so that another one takes its place. */
export type ReplacementStep =
  /** DMS, or a load that runs, is not ready. */
  | { readonly do: 'wait'; readonly cause: string }
  /** `begun`: what the history has to say before. */
  | { readonly do: 'stop'; readonly begun: Replacement }
  /** `needsCheckpoint`: the new task starts at the checkpoint of this one. */
  | { readonly do: 'delete'; readonly begun: Replacement; readonly needsCheckpoint: boolean }
  /** Changes would be lost. */
  | { readonly do: 'refuse'; readonly cause: string };

/** `known`: replacement of the job that was begun. `start`: where the new task starts after this one. */
export function replacementStep(
  task: Task,
  start: ReplacementStart,
  wanted: WantedTask,
  known: Replication['replacement'],
  now: Date,
): ReplacementStep {
  const at = now.toISOString();
  const ran = { taskArn: task.arn, start, at, source: task.endpoints?.sourceEndpointArn };
  // A new task from a checkpoint loads nothing.
  const needsLoad = start === 'checkpoint' && isLoading(task);
  switch (kindOf(task.status)) {
    case 'running':
      return needsLoad
        ? { do: 'wait', cause: `${task.identifier} loads tables; a new task takes its place afterwards` }
        : { do: 'stop', begun: ran };
    case 'ready':
    case 'down':
      if (needsLoad)
        return {
          do: 'refuse',
          cause: `the task ${task.identifier} has not loaded all tables, and the one that takes its place would load none; change the mode back and deploy again until they are loaded`,
        };
      if (hasRun(task)) return { do: 'delete', begun: ran, needsCheckpoint: start === 'checkpoint' };
      return deletionOfUnstarted(task, wanted, known, at);
    case 'changing':
    case 'starting':
    case 'stopping':
    case 'deleting':
    case 'unknown':
      return { do: 'wait', cause: `${task.identifier} is ${task.status}` };
  }
}

/** A task that never ran has read nothing: the new one starts where that one would have, after the last one that ran. */
function deletionOfUnstarted(
  { arn }: Task,
  wanted: WantedTask,
  known: Replication['replacement'],
  at: string,
): ReplacementStep {
  if (known === undefined || known.taskArn === arn)
    return { do: 'delete', begun: { taskArn: arn, start: 'start-from', at }, needsCheckpoint: false };
  const continued = continuedReplacement(known, wanted);
  return continued.do === 'refuse'
    ? continued
    : { do: 'delete', begun: continued.as, needsCheckpoint: false };
}

/** Replacement that was begun, for the job as it is now: its task is deleted, and it has no new one. */
export function continuedReplacement(
  known: Replacement,
  wanted: Omit<WantedTask, 'planHash'>,
): { readonly do: 'continue'; readonly as: Replacement } | Extract<ReplacementStep, { do: 'refuse' }> {
  const next = replacementNow(known, wanted, wanted.sourceEndpointArn);
  if (next.do === 'replace') return { do: 'continue', as: { ...known, start: next.start } };
  const [why, steps] = next.do === 'refuse' ? [next.why, next.steps] : ['the job only loads', []];
  return {
    do: 'refuse',
    cause: `the last task that ran was deleted to replace it, and the job has changed again since: ${why}; change it back, or run ${steps.join('; then: ')}`,
  };
}
