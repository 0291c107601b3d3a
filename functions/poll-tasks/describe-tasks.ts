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
  /** ARNs of tasks that certainly do not exist. */
  readonly gone: ReadonlySet<string>;
}

/** Runs and CDC jobs whose tasks are described. */
export interface Owners {
  readonly inFlightRuns: readonly InFlightRun[];
  readonly replications: readonly Replication[];
}

/** Maximum of one call, so that a refused call concerns no more tasks than it has to. */
const perCall = 100;
const atOnce = 10;

/** Describes tasks. A refused call is noted, and its tasks are unknown. An absence with consequences is confirmed. */
export async function describeAll(
  { dms }: PollPorts,
  attempts: Attempts,
  arns: readonly string[],
  owners: Owners,
  now: Date,
): Promise<DescribedTasks> {
  const tasks = new Map<string, Task>();
  const unknown = new Set<string>();
  const describe = (some: readonly string[]) =>
    attempts.take<readonly Task[] | undefined>(() => dms.describeTasks(some), undefined);
  await mapConcurrently(atOnce, partsOf(arns), async (some) => {
    const found = await describe(some);
    for (const task of found ?? []) tasks.set(task.arn, task);
    if (found === undefined) for (const arn of some) unknown.add(arn);
  });
  const missing = [...believedGone(owners, now)].filter((arn) => !tasks.has(arn) && !unknown.has(arn));
  // An answer about one task is certain already.
  if (arns.length === 1) return { tasks, unknown, gone: new Set(missing) };
  const gone = await mapConcurrently(atOnce, partsOf(missing), (some) => confirm(describe, some, tasks));
  return { tasks, unknown, gone: new Set(gone.flat()) };
}

const mostQueries = 3;

/**
 * Queries tasks that an answer has left out, until nothing is answered: an answer about several tasks may leave out some of them.
 * Returns those that do not exist, or none while DMS still answers with some.
 */
async function confirm(
  describe: (some: readonly string[]) => Promise<readonly Task[] | undefined>,
  missing: readonly string[],
  tasks: Map<string, Task>,
): Promise<readonly string[]> {
  let rest = missing;
  for (let query = 1; query <= mostQueries && rest.length > 0; query += 1) {
    const found = await describe(rest);
    if (found === undefined) return [];
    if (found.length === 0) return rest;
    for (const task of found) tasks.set(task.arn, task);
    rest = rest.filter((arn) => !tasks.has(arn));
  }
  return [];
}

/** Tasks whose absence ends a run, or raises an alert. */
function believedGone({ inFlightRuns, replications }: Owners, now: Date): ReadonlySet<string> {
  const ofRuns = inFlightRuns.flatMap((run) => (isBelieved(run, now) ? (run.taskArn ?? []) : []));
  const ofJobs = replications.flatMap((one) => (isAlarming(one, now) ? (one.taskArn ?? []) : []));
  return new Set([...ofRuns, ...ofJobs]);
}

function isBelieved({ deletingSince, missingSince }: InFlightRun, now: Date): boolean {
  return deletingSince !== undefined || isMissingForGood(missingSince, now);
}

function isAlarming({ seen, alerts }: Replication, now: Date): boolean {
  return isGoneForGood({ seen }, now) && alerts?.down === undefined;
}

function partsOf(arns: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(arns.length / perCall) }, (_, nth) =>
    arns.slice(nth * perCall, (nth + 1) * perCall),
  );
}

/** Task of a run, by its ARN. A task whose ARN was never recorded, because of a kill, is found by its identifier. */
export async function taskOf(
  { dms }: PollPorts,
  attempts: Attempts,
  inFlightRun: InFlightRun,
  described: DescribedTasks,
  now: Date,
): Promise<Described> {
  const { taskArn } = inFlightRun;
  if (taskArn !== undefined) return answerAbout(taskArn, described, isBelieved(inFlightRun, now));
  if (inFlightRun.goal !== 'deleted') return undefined;
  const known = { identifier: inFlightRun.taskIdentifier };
  return await attempts.take<Described>(() => findOwnTask(dms, inFlightRun.run, known), 'unknown');
}

/** Task of a CDC job. An absence that raises an alert is believed only when DMS confirms it. */
export function taskOfReplication(replication: Replication, described: DescribedTasks, now: Date): Described {
  const { taskArn } = replication;
  return taskArn === undefined ? undefined : answerAbout(taskArn, described, isAlarming(replication, now));
}

function answerAbout(
  taskArn: string,
  { tasks, unknown, gone }: DescribedTasks,
  needsCertainty: boolean,
): Described {
  if (unknown.has(taskArn)) return 'unknown';
  return tasks.get(taskArn) ?? (needsCertainty && !gone.has(taskArn) ? 'unknown' : undefined);
}
