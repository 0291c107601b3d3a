import { kindOf } from '../../model/task-status';
import { hasRun, type StartMark, startedByRun, type Task } from './task';

/** DMS's start types of a full load. */
export type StartType = 'start-replication' | 'reload-target';

/** Next step to make a task run its load. */
export type StartStep =
  | { readonly do: 'start'; readonly type: StartType }
  | { readonly do: 'leave' }
  | { readonly do: 'retry' };

/**
 * Returns the next step from the task's live status, never from configuration. `start-replication` is valid only for a task that
 * never ran; a task that ran before is reloaded (docs/pitfalls.md#wrong-start-type).
 * `mark` is what the run recorded before its first attempt.
 */
export function startStep(task: Task, mark: StartMark | undefined): StartStep {
  switch (kindOf(task.status)) {
    case 'starting':
    case 'running':
      return { do: 'leave' };
    case 'ready':
    case 'down':
      if (startedByRun(task, mark)) return { do: 'leave' };
      return { do: 'start', type: hasRun(task) ? 'reload-target' : 'start-replication' };
    case 'stopping':
      return startedByRun(task, mark) ? { do: 'leave' } : { do: 'retry' };
    case 'changing':
    case 'deleting':
    case 'unknown':
      return { do: 'retry' };
  }
}
