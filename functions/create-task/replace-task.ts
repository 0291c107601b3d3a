import { keepCheckpoint } from '../../application/replications/checkpoint-store';
import { RunError } from '../../core/runs/record/run-error';
import type { RunRecord } from '../../core/runs/record/run-record';
import { type Replacement, replacementStep } from '../../core/runs/replication/replacement-step';
import type { TaskModification, WantedTask } from '../../core/runs/replication/task-modification';
import type { Task } from '../../core/runs/task/task';
import type { CreateTaskPorts } from './create-task-ports';

/**
 * Takes the next step to delete the task, so that another one takes its place. The replacement is recorded first: with it, the new
 * task starts where this one ended, also when another run creates it. Safe to repeat.
 * @throws RunError `TaskBusy` until the task is gone; `TaskNotChangeable` for a task whose position DMS does not say
 */
export async function replaceTask(
  { history, dms, retentionDays }: CreateTaskPorts,
  { jobKey, run }: Pick<RunRecord, 'jobKey' | 'run'>,
  task: Task,
  { start, parts }: Extract<TaskModification, { do: 'replace' }>,
  wanted: WantedTask,
  now: Date,
): Promise<never> {
  const known = (await history.replication(jobKey))?.replacement;
  const begin = async (begun: Replacement): Promise<void> => {
    if (known?.taskArn === task.arn && known.start === begun.start) return;
    const detail = `a new task takes its place, because DMS cannot change its ${parts.join(' and its ')}`;
    const event = { at: now.toISOString(), kind: 'task-replaced', detail, run } as const;
    await history.recordEvent(jobKey, event, retentionDays);
    await history.recordReplacement(jobKey, begun);
  };
  const step = replacementStep(task, start, wanted, known, now);
  switch (step.do) {
    case 'wait':
      throw new RunError('TaskBusy', step.cause);
    case 'refuse':
      throw new RunError('TaskNotChangeable', step.cause);
    case 'stop':
      await begin(step.begun);
      await keepCheckpoint(history, jobKey, task, 'before-stop', now);
      await dms.stopTask(task.arn);
      throw new RunError('TaskBusy', `${task.identifier} is being stopped to replace it`);
    case 'delete':
      await keepCheckpoint(history, jobKey, task, 'before-delete', now);
      await begin(step.begun);
      if (step.needsCheckpoint && (await history.checkpoint(jobKey))?.taskArn !== task.arn) {
        await history.recordReplacement(jobKey, undefined);
        throw new RunError(
          'TaskNotChangeable',
          `the task ${task.identifier} has to be replaced, and DMS has no checkpoint of it, from which the new one would start; run lakeferry stop ${jobKey} --delete --force, set start-from, and deploy`,
        );
      }
      await dms.deleteTask(task.arn);
      throw new RunError('TaskBusy', `${task.identifier} is being deleted; a new task takes its place`);
  }
}
