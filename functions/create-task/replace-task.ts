import { keepCheckpoint } from '../../application/replications/checkpoint-store';
import { kindOf } from '../../core/model/task-status';
import { RunError } from '../../core/runs/record/run-error';
import type { RunRecord } from '../../core/runs/record/run-record';
import type { Replication } from '../../core/runs/replication/replication';
import { replacementNow } from '../../core/runs/replication/replaced-start';
import type { TaskModification, WantedTask } from '../../core/runs/replication/task-modification';
import type { ReplacementStart } from '../../core/checks/position/task-replacement';
import { hasRun, isLoading, type Task } from '../../core/runs/task/task';
import type { CreateTaskPorts } from './create-task-ports';

type Replacement = NonNullable<Replication['replacement']>;

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
  wanted: WantedTask,
  now: Date,
): Promise<never> {
  const { history, dms } = ports;
  const at = now.toISOString();
  const known = (await history.replication(jobKey))?.replacement;
  const begin = async (begun: Replacement): Promise<void> => {
    if (known?.taskArn === task.arn && known.start === begun.start) return;
    const detail = `a new task takes its place, because DMS cannot change its ${parts.join(' and its ')}`;
    await history.recordEvent(jobKey, { at, kind: 'task-replaced', detail, run }, ports.retentionDays);
    await history.recordReplacement(jobKey, begun);
  };
  const ran = { taskArn: task.arn, start, at, source: task.endpoints?.sourceEndpointArn };
  // A new task from a checkpoint loads nothing.
  const needsLoad = start === 'checkpoint' && isLoading(task);
  switch (kindOf(task.status)) {
    case 'running':
      if (needsLoad)
        throw new RunError(
          'TaskBusy',
          `${task.identifier} loads tables; a new task takes its place afterwards`,
        );
      await begin(ran);
      await keepCheckpoint(history, jobKey, task, 'before-stop', now);
      await dms.stopTask(task.arn);
      throw new RunError('TaskBusy', `${task.identifier} is being stopped to replace it`);
    case 'ready':
    case 'down': {
      if (needsLoad)
        throw new RunError(
          'TaskNotChangeable',
          `the task ${task.identifier} has not loaded all tables, and the one that takes its place would load none; change the mode back and deploy again until they are loaded`,
        );
      await keepCheckpoint(history, jobKey, task, 'before-delete', now);
      // A task that never ran has read nothing: the new one starts where that one would have, after the last one that ran.
      if (hasRun(task)) await begin(ran);
      else if (known !== undefined && known.taskArn !== task.arn)
        await begin({ ...known, start: startAgain(known, wanted) });
      else await begin({ taskArn: task.arn, start: 'start-from', at });
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

/**
 * Place where the new task of a replacement that was begun starts, for the job as it is now.
 * @throws RunError `TaskNotChangeable` when changes since the task that was deleted would be lost
 */
export function startAgain(replacement: Replacement, wanted: Omit<WantedTask, 'planHash'>): ReplacementStart {
  const next = replacementNow(replacement, wanted, wanted.sourceEndpointArn);
  if (next.do === 'replace') return next.start;
  const [why, steps] = next.do === 'refuse' ? [next.why, next.steps] : ['the job only loads', []];
  throw new RunError(
    'TaskNotChangeable',
    `the last task that ran was deleted to replace it, and the job has changed again since: ${why}; change it back, or run ${steps.join('; then: ')}`,
  );
}
