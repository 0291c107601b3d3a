import { keepCheckpoint } from '../../application/replications/checkpoint-store';
import { kindOf } from '../../core/model/task-status';
import { RunError } from '../../core/runs/record/run-error';
import type { RunRecord } from '../../core/runs/record/run-record';
import type { Replication } from '../../core/runs/replication/replication';
import type { TaskModification } from '../../core/runs/replication/task-modification';
import { hasRun, type Task } from '../../core/runs/task/task';
import type { CreateTaskPorts } from './create-task-ports';

/**
 * Takes the next step to delete the task, so that another one takes its place. The replacement is recorded first: with it, the new
 * task starts where this one ended, also when another run creates it. Safe to repeat.
 * @throws RunError `TaskBusy` until the task is gone; `TaskNotChangeable` for a task whose position DMS does not say
 */
export async function replaceTask(
  ports: CreateTaskPorts,
  { jobKey, run }: Pick<RunRecord, 'jobKey' | 'run'>,
  task: Task,
  { start, parts }: Extract<TaskModification, { do: 'replace' }>,
  now: Date,
): Promise<never> {
  const { history, dms } = ports;
  const at = now.toISOString();
  const begin = async (wanted: NonNullable<Replication['replacement']>): Promise<void> => {
    if ((await history.replication(jobKey))?.replacement?.taskArn === task.arn) return;
    const detail = `a new task takes its place, because DMS cannot change its ${parts.join(' and its ')}`;
    await history.recordEvent(jobKey, { at, kind: 'task-replaced', detail, run }, ports.retentionDays);
    await history.recordReplacement(jobKey, wanted);
  };
  switch (kindOf(task.status)) {
    case 'running':
      await begin({ taskArn: task.arn, start, at });
      await keepCheckpoint(history, jobKey, task, 'before-stop', now);
      await dms.stopTask(task.arn);
      throw new RunError('TaskBusy', `${task.identifier} is being stopped to replace it`);
    case 'ready':
    case 'down': {
      await keepCheckpoint(history, jobKey, task, 'before-delete', now);
      // A task that never ran has read nothing.
      await begin({ taskArn: task.arn, start: hasRun(task) ? start : 'start-from', at });
      const isLost = start === 'checkpoint' && hasRun(task);
      if (isLost && (await history.checkpoint(jobKey))?.taskArn !== task.arn) {
        await history.recordReplacement(jobKey, undefined);
        throw new RunError(
          'TaskNotChangeable',
          `the task ${task.identifier} has to be replaced, and DMS has no checkpoint of it, from which the new one would start; run lakeferry stop ${jobKey} --delete --force, set start-from, and deploy`,
        );
      }
      await dms.deleteTask(task.arn);
      throw new RunError('TaskBusy', `${task.identifier} is being deleted; a new task takes its place`);
    }
    case 'changing':
    case 'starting':
    case 'stopping':
    case 'deleting':
    case 'unknown':
      throw new RunError('TaskBusy', `${task.identifier} is ${task.status}`);
  }
}
