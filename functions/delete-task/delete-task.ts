import * as z from 'zod/mini';
import { noteTask } from '../../application/runs/note-task';
import { findOwnTask } from '../../application/runs/own-task';
import type { Dms } from '../../aws/dms/dms';
import type { Executions } from '../../aws/executions';
import type { History } from '../../aws/history/history';
import { parseEvent, RunEvent } from '../../core/runs/record/parse-event';
import { RunError } from '../../core/runs/record/run-error';
import type { InFlightRun } from '../../core/runs/record/in-flight-run';
import { type TaskStep, taskStep } from '../../core/runs/task/task-step';

export interface DeleteTaskPorts {
  readonly history: History;
  readonly dms: Dms;
  readonly executions: Executions;
}

const DeleteTaskEvent = z.extend(RunEvent, { token: z.string().check(z.minLength(1)) });

/** Takes the first step to delete the task. Polls take the others, and answer the token when the task is gone. */
export async function deleteTask(
  { history, dms, executions }: DeleteTaskPorts,
  event: unknown,
  now: Date,
): Promise<{ step: TaskStep['do'] }> {
  const { run, token } = parseEvent(DeleteTaskEvent, event);
  const at = now.toISOString();
  const inFlightRun = await history.awaitGoal(run, { goal: 'deleted', token, at });
  if (inFlightRun === undefined) throw new RunError('ExecutionEnded', `${run} is no longer in flight`);

  if (await deletesAtOnce(dms, inFlightRun, now)) {
    await history.inFlightRunDeletes(run, at);
    return { step: 'delete' };
  }
  const task = await findOwnTask(dms, run, {
    identifier: inFlightRun.taskIdentifier,
    arn: inFlightRun.taskArn,
  });
  // A task that outlives the run is not deleted, so its absence is not recorded.
  const pursuit =
    inFlightRun.livesOn === undefined
      ? await noteTask(history, inFlightRun, task, now)
      : { goal: 'deleted' as const, livesOn: inFlightRun.livesOn };
  const step = taskStep(pursuit, task, now);
  if (step.do === 'stop' && task !== undefined) await dms.stopTask(task.arn);
  if (step.do === 'delete' && task !== undefined && (await dms.deleteTask(task.arn)))
    await history.inFlightRunDeletes(run, at);
  if (step.do === 'arrive') {
    await history.recordPhase(run, 'taskDeleted', at);
    await executions.succeed(token, { arrived: 'deleted' });
  }
  return { step: step.do };
}

/**
 * Deletes the task without a description, if it was down when a poll saw it last. Returns false when DMS did not delete it: then its
 * status decides.
 */
async function deletesAtOnce(dms: Dms, inFlightRun: InFlightRun, now: Date): Promise<boolean> {
  const { taskArn: arn, taskIdentifier: identifier, seen, deletingSince, livesOn } = inFlightRun;
  if (arn === undefined || identifier === undefined || seen === undefined) return false;
  if (deletingSince !== undefined || livesOn !== undefined) return false;
  const step = taskStep({ goal: 'deleted' }, { ...seen, arn, identifier }, now);
  return step.do === 'delete' && (await dms.deleteTask(arn));
}
