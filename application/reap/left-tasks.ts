import { jobNamePrefix, namedEnvironment } from '../../core/model/environment-names';
import { isLeftTask, jobOfTags } from '../../core/runs/reap/left-task';
import { isOld, type Leftover } from '../../core/runs/reap/leftover';
import type { Task } from '../../core/runs/task/task';
import type { ReapPorts } from './reap-ports';

type TaskPorts = Pick<ReapPorts, 'environment' | 'namePrefix' | 'history' | 'tasks' | 'dms'>;

/** Finds the tasks that ended runs left. It reads the tags of old tasks only whose identifier is one of the environment's. */
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
  ports: Omit<TaskPorts, 'tasks'>,
  task: Task,
  now: Date,
): Promise<Leftover | undefined> {
  const { environment, history, dms } = ports;
  const prefix = jobNamePrefix(namedEnvironment(ports));
  if (!task.identifier.startsWith(prefix) || !isOld(task.createdAt, now)) return undefined;
  const tags = await dms.tagsOf(task.arn);
  const job = jobOfTags(tags);
  if (job === undefined) return undefined;
  const run = tags['lakeferry:run'];
  const record = run === undefined ? undefined : await history.run(run);
  // Read last: a run that opens meanwhile is in flight before it has a task.
  const inFlight = await history.inFlightRuns();
  const replication = run === undefined ? await history.replication(job) : undefined;
  if (!isLeftTask(environment, { task, tags, record, inFlight, replication }, now)) return undefined;
  const since = task.createdAt ?? now.toISOString();
  return { kind: 'task', id: task.arn, job, ...(run === undefined ? {} : { run }), since };
}
