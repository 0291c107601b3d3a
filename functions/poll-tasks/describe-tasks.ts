import { findOwnTask } from '../../application/runs/own-task';
import { mapConcurrently } from '../../core/concurrency';
import type { InFlightRun } from '../../core/runs/record/in-flight-run';
import type { Replication } from '../../core/runs/replication/replication';
import { isGoneForGood } from '../../core/runs/replication/replication-step';
import type { Task } from '../../core/runs/task/task';
import { isMissingForGood } from '../../core/runs/task/task-step';
import type { Attempts } from './attempts';
import type { PollPorts } from './poll-ports';

/** Task of a run or CDC job; undefined when DMS answers without it, `unknown` when DMS does not answer. */
export type Described = Task | undefined | 'unknown';

/** Answers of DMS about the tasks of a poll. */
export interface DescribedTasks {
  readonly tasks: ReadonlyMap<string, Task>;
  /** ARNs about which DMS did not answer. */
  readonly unknown: ReadonlySet<string>;
}

/** Maximum of one call, so that a refused call concerns no more tasks than it has to. */
const perCall = 100;
const atOnce = 10;

/** Describes tasks. A refused call is noted, and its tasks are unknown. */
export async function describeAll(
  { dms }: PollPorts,
  attempts: Attempts,
  arns: readonly string[],
): Promise<DescribedTasks> {
  const tasks = new Map<string, Task>();
  const unknown = new Set<string>();
  const calls = Array.from({ length: Math.ceil(arns.length / perCall) }, (_, nth) =>
    arns.slice(nth * perCall, (nth + 1) * perCall),
  );
  await mapConcurrently(atOnce, calls, async (some) => {
    const found = await attempts.take<readonly Task[] | undefined>(() => dms.describeTasks(some), undefined);
    for (const task of found ?? []) tasks.set(task.arn, task);
    if (found === undefined) for (const arn of some) unknown.add(arn);
  });
  return { tasks, unknown };
}

/** Task of a run, by its ARN. A task whose ARN was never recorded, because of a kill, is found by its identifier. */
export async function taskOf(
  { dms }: PollPorts,
  attempts: Attempts,
  inFlightRun: InFlightRun,
  { tasks, unknown }: DescribedTasks,
  now: Date,
): Promise<Described> {
  const { taskArn, missingSince, deletingSince } = inFlightRun;
  if (taskArn !== undefined) {
    if (unknown.has(taskArn)) return 'unknown';
    const isBelieved = deletingSince !== undefined || isMissingForGood(missingSince, now);
    return tasks.get(taskArn) ?? (isBelieved ? await queryAlone(dms, attempts, taskArn) : undefined);
  }
  if (inFlightRun.goal !== 'deleted') return undefined;
  const known = { identifier: inFlightRun.taskIdentifier };
  return await attempts.take<Described>(() => findOwnTask(dms, inFlightRun.run, known), 'unknown');
}

/** Task of a CDC job. An absence that raises an alert is believed only when DMS is queried for this task alone. */
export async function taskOfReplication(
  { dms }: PollPorts,
  attempts: Attempts,
  { taskArn, seen, alerts }: Replication,
  { tasks, unknown }: DescribedTasks,
  now: Date,
): Promise<Described> {
  if (taskArn === undefined) return undefined;
  if (unknown.has(taskArn)) return 'unknown';
  const isBelieved = isGoneForGood({ seen }, now) && alerts?.down === undefined;
  return tasks.get(taskArn) ?? (isBelieved ? await queryAlone(dms, attempts, taskArn) : undefined);
}

/** Queries one task: an answer about several tasks may leave out some of them. */
async function queryAlone(dms: PollPorts['dms'], attempts: Attempts, taskArn: string): Promise<Described> {
  return await attempts.take<Described>(async () => {
    const [task] = await dms.describeTasks([taskArn]);
    return task;
  }, 'unknown');
}
