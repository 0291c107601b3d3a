import * as z from 'zod/mini';
import type { Dms } from '../../aws/dms';
import type { Executions } from '../../aws/executions';
import type { History } from '../../aws/history';
import { noteTask } from '../../aws/note-task';
import { findOwnTask } from '../../aws/own-task';
import { parseEvent } from '../../core/runs/parse-event';
import { RunError } from '../../core/runs/run-error';
import { type TaskStep, taskStep } from '../../core/runs/task-step';

export interface DeleteTaskPorts {
  readonly history: History;
  readonly dms: Dms;
  readonly executions: Executions;
}

const DeleteTaskEvent = z.strictObject({
  run: z.string().check(z.minLength(1)),
  token: z.string().check(z.minLength(1)),
});

/** Takes the first step towards the task's deletion; the sweep takes the others and answers the token when it is gone. */
export async function deleteTask(
  { history, dms, executions }: DeleteTaskPorts,
  event: unknown,
  now: Date,
): Promise<{ step: TaskStep['do'] }> {
  const { run, token } = parseEvent(DeleteTaskEvent, event);
  const at = now.toISOString();
  const flight = await history.awaitGoal(run, { goal: 'deleted', token, at });
  if (flight === undefined) throw new RunError('ExecutionEnded', `${run} is no longer in flight`);

  const task = await findOwnTask(dms, run, { identifier: flight.taskIdentifier, arn: flight.taskArn });
  // A task that lives on is not deleted, so nothing about its going is noted.
  const pursuit =
    flight.livesOn === undefined
      ? await noteTask(history, flight, task, now)
      : { goal: 'deleted' as const, livesOn: flight.livesOn };
  const step = taskStep(pursuit, task, now);
  if (step.do === 'stop' && task !== undefined) await dms.stopTask(task.arn);
  if (step.do === 'delete' && task !== undefined && (await dms.deleteTask(task.arn)))
    await history.flightDeletes(run, at);
  if (step.do === 'arrive') {
    await history.recordPhase(run, 'taskDeleted', at);
    await executions.succeed(token, { arrived: 'deleted' });
  }
  return { step: step.do };
}
