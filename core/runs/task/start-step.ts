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
  const next = whetherToStart(task, mark);
  if (next !== 'start') return { do: next };
  return { do: 'start', type: hasRun(task) ? 'reload-target' : 'start-replication' };
}

/** Returns `leave` for a task that runs or that the run has started already, and `retry` for one that cannot start now. */
export function whetherToStart(task: Task, mark: StartMark | undefined): 'start' | 'leave' | 'retry' {
  switch (kindOf(task.status)) {
    case 'starting':
    case 'running':
      return 'leave';
    case 'ready':
    case 'down':
      return startedByRun(task, mark) ? 'leave' : 'start';
    case 'stopping':
      return startedByRun(task, mark) ? 'leave' : 'retry';
    case 'changing':
    case 'deleting':
    case 'unknown':
      return 'retry';
  }
}
