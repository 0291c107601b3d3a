import { kindOf } from '../../core/model/task-status';
import type { Task } from '../../core/runs/task/task';

/** Actions on the task of a CDC job. */
export const taskActions = ['start', 'resume', 'stop', 'reload'] as const;
export type TaskAction = (typeof taskActions)[number];

export type TaskRefusal =
  | 'no-task'
  | 'unknown-status'
  /** DMS is at work on the task and takes no other request. */
  | 'in-transition'
  | 'never-started'
  | 'starting'
  | 'already-running'
  | 'not-running'
  /** Only a resume continues at the position of the task; a start would load again. */
  | 'ran-before';

/** Returns why the task does not take the action now; undefined when it does. */
export function taskRefusalOf(action: TaskAction, task: Task | undefined): TaskRefusal | undefined {
  if (task === undefined) return action === 'start' ? undefined : 'no-task';
  switch (kindOf(task.status)) {
    case 'unknown':
      return 'unknown-status';
    case 'changing':
    case 'deleting':
      return 'in-transition';
    case 'ready':
      return action === 'start' ? undefined : 'never-started';
    case 'starting':
      return 'starting';
    case 'running':
      return action === 'start' || action === 'resume' ? 'already-running' : undefined;
    case 'stopping':
      return action === 'stop' ? undefined : 'in-transition';
    case 'down':
      if (action === 'start') return 'ran-before';
      return action === 'reload' ? 'not-running' : undefined;
  }
}
