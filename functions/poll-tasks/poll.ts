import { findOwnTask } from '../../application/runs/own-task';
import type { InFlightRun } from '../../core/runs/record/in-flight-run';
import type { Replication } from '../../core/runs/replication/replication';
import { isGoneForGood } from '../../core/runs/replication/replication-step';
import type { Task } from '../../core/runs/task/task';
import { isMissingForGood } from '../../core/runs/task/task-step';
import type { PollPorts } from './poll-ports';
import { pursue } from './pursue';
import { supervise } from './supervise';
import type { Supervision } from './supervision';

export interface PollResult {
  readonly inFlightRuns: number;
  readonly replications: number;
  /** Errors of single runs or CDC jobs. The next poll tries them again. */
  readonly problems: readonly { readonly run: string; readonly problem: string }[];
}

/** Runs in flight to poll, and CDC jobs, unless `supervision` is absent. */
export interface Scope {
  readonly inFlightRuns: readonly InFlightRun[];
  readonly supervision?: Supervision;
}

const atOnce = 10;
/** Table statistics per poll: one call per task, of the 8 calls per second that DMS allows per account. */
const tablesPerPoll = 60;

/**
 * Describes the tasks of all runs in flight and CDC jobs in one paginated call, and takes one step for each. An error of one does
 * not stop the others.
 */
export async function poll(
  ports: PollPorts,
  { inFlightRuns, supervision }: Scope,
  now: Date,
): Promise<PollResult> {
  const replications = supervision?.replications ?? [];
  const arns = [...new Set([...inFlightRuns, ...replications].flatMap(({ taskArn }) => taskArn ?? []))];
  const tasks = new Map((await ports.dms.describeTasks(arns)).map((task) => [task.arn, task]));
  const polled = inFlightRuns.length + replications.length;
  const steps = [
    ...inFlightRuns.map((inFlightRun, index) => ({
      run: inFlightRun.run,
      take: async () =>
        pursue(
          ports,
          inFlightRun,
          await taskOf(ports, inFlightRun, tasks, now),
          now,
          isTurnOf(index, polled, now),
        ),
    })),
    ...replications.map((replication, index) => ({
      run: replication.forJob,
      take: async () => {
        const task = await taskOfReplication(ports, replication, tasks, now);
        const withTables = isTurnOf(inFlightRuns.length + index, polled, now);
        if (supervision !== undefined)
          await supervise(ports, supervision, replication, task, now, withTables);
      },
    })),
  ];
  const problems: { run: string; problem: string }[] = [];
  const one = async ({ run, take }: (typeof steps)[number]): Promise<void> => {
    try {
      await take();
    } catch (error) {
      problems.push({ run, problem: String(error) });
      console.error(JSON.stringify({ run, problem: String(error) }));
    }
  };
  for (let from = 0; from < steps.length; from += atOnce)
    await Promise.all(steps.slice(from, from + atOnce).map(one));
  return { inFlightRuns: inFlightRuns.length, replications: replications.length, problems };
}

/** Task of a run, by its ARN. A task whose ARN was never recorded, because of a kill, is found by its identifier. */
async function taskOf(
  { dms }: PollPorts,
  inFlightRun: InFlightRun,
  tasks: ReadonlyMap<string, Task>,
  now: Date,
): Promise<Task | undefined> {
  const { taskArn, missingSince, deletingSince } = inFlightRun;
  if (taskArn !== undefined) {
    const isBelieved = deletingSince !== undefined || isMissingForGood(missingSince, now);
    return tasks.get(taskArn) ?? (isBelieved ? await queryAlone(dms, taskArn) : undefined);
  }
  if (inFlightRun.goal !== 'deleted') return undefined;
  return await findOwnTask(dms, inFlightRun.run, { identifier: inFlightRun.taskIdentifier });
}

/** Task of a CDC job. An absence that raises an alert is believed only when DMS is queried for this task alone. */
async function taskOfReplication(
  { dms }: PollPorts,
  { taskArn, seen, alerts }: Replication,
  tasks: ReadonlyMap<string, Task>,
  now: Date,
): Promise<Task | undefined> {
  if (taskArn === undefined) return undefined;
  const isBelieved = isGoneForGood({ seen }, now) && alerts?.down === undefined;
  return tasks.get(taskArn) ?? (isBelieved ? await queryAlone(dms, taskArn) : undefined);
}

/** Queries one task: an answer about several tasks may leave out some of them. */
async function queryAlone(dms: PollPorts['dms'], taskArn: string): Promise<Task | undefined> {
  const [task] = await dms.describeTasks([taskArn]);
  return task;
}

/** Returns true when this poll reads the tables of a task: many tasks take turns. */
function isTurnOf(index: number, polled: number, now: Date): boolean {
  const turns = Math.max(1, Math.ceil(polled / tablesPerPoll));
  return index % turns === Math.floor(now.getTime() / 60_000) % turns;
}
