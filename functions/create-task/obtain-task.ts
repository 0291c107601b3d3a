import { visibleTags } from '../../application/runs/own-task';
import { MustWait } from '../../application/runs/wait-for-dms';
import type { Dms } from '../../aws/dms/dms';
import type { TaskRequest } from '../../aws/dms/task-request';
import { ownerOf } from '../../core/runs/record/new-run';
import { RunError } from '../../core/runs/record/run-error';
import type { RunRecord } from '../../core/runs/record/run-record';
import type { Task } from '../../core/runs/task/task';
import { taskStep } from '../../core/runs/task/task-step';
import { notOurs } from '../../core/runs/task/wait-step';

/**
 * Creates the task, or returns the task that this run created before. A poll deletes a task of another run with the same identifier.
 * @throws MustWait until that task is gone; RunError `TaskNotOurs` for a task that Lakeferry did not create
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
  const free = { goal: 'identifier-free' } as const;
  if (task === undefined || task.status === 'deleting')
    throw new MustWait(free, `${identifier}, which is another run's, is being deleted`);
  switch (ownerOf(await visibleTags(dms, task, now), environment, record)) {
    case 'this-run':
      return task;
    case 'another-run':
      // A state machine of an earlier version calls again until the task is gone.
      await clear(dms, task, now);
      throw new MustWait(free, `${identifier} belongs to another run and is being deleted`);
    case 'somebody-else':
      throw new RunError('TaskNotOurs', notOurs(identifier));
  }
}

async function clear(dms: Dms, task: Task, now: Date): Promise<void> {
  const step = taskStep({ goal: 'deleted' }, task, now);
  if (step.do === 'stop') await dms.stopTask(task.arn);
  if (step.do === 'delete') await dms.deleteTask(task.arn);
}
