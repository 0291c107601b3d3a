import { visibleTags } from '../../application/runs/own-task';
import type { Dms } from '../../aws/dms/dms';
import type { TaskRequest } from '../../aws/dms/task-request';
import { ownerOf } from '../../core/runs/record/new-run';
import { RunError } from '../../core/runs/record/run-error';
import type { RunRecord } from '../../core/runs/record/run-record';
import type { Task } from '../../core/runs/task/task';
import { taskStep } from '../../core/runs/task/task-step';

/**
 * Creates the task, or returns the task that this run created before. A task of another run with the same identifier is deleted.
 * @throws RunError `TaskBusy` until that task is gone, `TaskNotOurs` for a task that Lakeferry did not create
 */
export async function obtainTask(
  { dms, environment }: { readonly dms: Dms; readonly environment: string },
  record: RunRecord,
  request: TaskRequest,
  now: Date,
): Promise<Task> {
  const { identifier } = request;
  const created = await dms.createTask(request);
  if (created !== undefined) return created;
  const task = await dms.findTask(identifier);
  if (task === undefined || task.status === 'deleting')
    throw new RunError('TaskBusy', `${identifier} is being deleted; retry in a moment`);
  switch (ownerOf(await visibleTags(dms, task, now), environment, record)) {
    case 'this-run':
      return task;
    case 'another-run':
      await clear(dms, task, now);
      throw new RunError(
        'TaskBusy',
        `${identifier} belongs to another run and is being deleted; retry in a moment`,
      );
    case 'somebody-else':
      throw new RunError(
        'TaskNotOurs',
        `DMS has a task ${identifier} without Lakeferry's tags; rename or delete it, then run the job again`,
      );
  }
}

async function clear(dms: Dms, task: Task, now: Date): Promise<void> {
  const step = taskStep({ goal: 'deleted' }, task, now);
  if (step.do === 'stop') await dms.stopTask(task.arn);
  if (step.do === 'delete') await dms.deleteTask(task.arn);
}
