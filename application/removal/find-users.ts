import { jobNamePrefix, namedEnvironment } from '../../core/model/environment-names';
import { taskResourceIdPrefix } from '../../core/model/task-resource-id';
import type { RemovalObstacles } from '../../core/runs/removal/refusal-text';
import type { Task } from '../../core/runs/task/task';
import type { EmptyingPorts } from './removal-ports';

/** Finds the tasks and runs that may still write into the buckets of an environment. */
export async function findUsers(
  ports: Pick<EmptyingPorts, 'environment' | 'namePrefix' | 'history' | 'tasks'>,
): Promise<Pick<RemovalObstacles, 'tasks' | 'runs'>> {
  const { history, environment } = ports;
  const prefix = jobNamePrefix(namedEnvironment(ports));
  const idPrefix = taskResourceIdPrefix(namedEnvironment(ports));
  const tasks: Task[] = [];
  for (const task of await ports.tasks.all()) {
    if (!task.identifier.startsWith(prefix)) continue;
    const { 'lakeferry:environment': tagged } = await ports.tasks.tagsOf(task.arn);
    // A task that was just created may not show its tags yet.
    const isOwn = tagged === undefined ? idOf(task.arn).startsWith(idPrefix) : tagged === environment;
    if (isOwn) tasks.push(task);
  }
  const inFlight = await history.inFlightRuns((run, reason) => {
    throw new Error(`${run} is in flight, and its item cannot be read: ${reason}`);
  });
  return { tasks, runs: inFlight.map(({ run }) => run) };
}

/** Last part of an ARN such as `arn:aws:dms:eu-west-1:000000000000:task:ABC`. */
function idOf(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}
