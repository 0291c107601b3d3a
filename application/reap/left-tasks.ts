import { isLeftTask } from '../../core/runs/reap/left-task';
import { isOld, type Leftover } from '../../core/runs/reap/leftover';
import type { Task } from '../../core/runs/task/task';
import type { ReapPorts } from './reap-ports';

type TaskPorts = Pick<ReapPorts, 'environment' | 'history' | 'tasks' | 'dms'>;

/** Finds the tasks that ended full loads left. It reads the tags of old tasks only whose identifier is one of the environment's. */
export async function findLeftTasks(ports: TaskPorts, now: Date): Promise<readonly Leftover[]> {
  const found: Leftover[] = [];
  for (const task of await ports.tasks.all()) {
    const left = await leftTask(ports, task, now);
    if (left !== undefined) found.push(left);
  }
  return found;
}

/** Undefined for a task that has to stay. */
export async function leftTask(
  { environment, history, dms }: Omit<TaskPorts, 'tasks'>,
  task: Task,
  now: Date,
): Promise<Leftover | undefined> {
  if (!task.identifier.startsWith(`${environment}-`) || !isOld(task.createdAt, now)) return undefined;
  const tags = await dms.tagsOf(task.arn);
  const run = tags['lakeferry:run'];
  if (run === undefined) return undefined;
  const record = await history.run(run);
  // Read last: a run that opens meanwhile is in flight before it has a task.
  const inFlight = await history.inFlightRuns();
  if (!isLeftTask(environment, { task, tags, record, inFlight }, now)) return undefined;
  return {
    kind: 'task',
    id: task.arn,
    job: `${tags['lakeferry:department']}/${tags['lakeferry:job']}`,
    run,
    since: task.createdAt ?? now.toISOString(),
  };
}
