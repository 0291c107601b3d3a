import type { Dms, TaskRequest } from '../../aws/dms/dms';
import { ownerOf } from '../../core/runs/record/new-run';
import { RunError } from '../../core/runs/record/run-error';
import type { RunRecord } from '../../core/runs/record/run-record';
import type { Task } from '../../core/runs/task/task';
import { taskStep } from '../../core/runs/task/task-step';

/**
 * A new task, or the one that this run made before. A leftover of another run of ours under the same identifier is cleared
 * away (`TaskBusy` until it is gone); a stranger's is left alone (`TaskNotOurs`).
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
    throw new RunError('TaskBusy', `${identifier} is being deleted; ask again in a moment`);
  switch (ownerOf(await dms.tagsOf(task.arn), environment, record)) {
    case 'this-run':
      return task;
    case 'another-run':
      await clear(dms, task, now);
      throw new RunError('TaskBusy', `${identifier} is left over from another run and is being removed`);
    case 'stranger':
      throw new RunError(
        'TaskNotOurs',
        `DMS has a task ${identifier} without our tags; rename or delete it, then run the job again`,
      );
  }
}

async function clear(dms: Dms, task: Task, now: Date): Promise<void> {
  const step = taskStep({ goal: 'deleted' }, task, now);
  if (step.do === 'stop') await dms.stopTask(task.arn);
  if (step.do === 'delete') await dms.deleteTask(task.arn);
}
