import { taskResourceId } from '../../../core/model/task-resource-id';
import { newRun } from '../../../core/runs/record/new-run';
import type { RunInput } from '../../../core/runs/record/run-input';
import { taskRequest } from '../../../functions/create-task/task-request';
import type { RunMachine } from './run-machine';

const ofAnotherRun = { 'lakeferry:environment': 'dev', 'lakeferry:run': 'an earlier run' };

/** Creates a task with the identifier of the input's run, and returns its ARN. Without `tags`, it is the task of another run. */
export async function leaveTask(
  { dms, clock, job }: RunMachine,
  input: RunInput,
  tags: Readonly<Record<string, string>> = ofAnotherRun,
): Promise<string> {
  const record = newRun(input, 'another execution', 400, clock.now());
  const request = taskRequest({ name: 'dev' }, record, job);
  const resourceIdentifier = taskResourceId('dev', 'an earlier run', request.identifier);
  const task = await dms.createTask({ ...request, resourceIdentifier, tags });
  await clock.advance(60_000);
  return task?.arn ?? '';
}
