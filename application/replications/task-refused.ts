import type { Task } from '../../core/runs/task/task';
import { UseCaseError } from '../use-case-error';
import type { TaskAction, TaskRefusal } from './task-refusal';

/** Returns the error of an action that the task does not take. */
export function taskRefused(
  action: TaskAction,
  job: string,
  task: Task | undefined,
  refusal: TaskRefusal,
): UseCaseError {
  return new UseCaseError({
    kind: 'task-refuses',
    job,
    action,
    refusal,
    ...(task === undefined ? {} : { status: task.status }),
    ...(task?.startedAt === undefined ? {} : { since: task.startedAt }),
  });
}
