import { findOwnTask } from '../../aws/own-task';
import type { Flight } from '../../core/runs/flight';
import type { Task } from '../../core/runs/task';
import { pursue } from './pursue';
import { type Supervision, supervise } from './supervise';
import type { SweepPorts } from './sweep-ports';

export interface Swept {
  readonly flights: number;
  readonly replications: number;
  /** What went wrong with single runs or CDC jobs; the next sweep tries them again. */
  readonly problems: readonly { readonly run: string; readonly problem: string }[];
}

/** What a sweep looks at. `supervision` is absent where only a run's step is asked for. */
export interface Scope {
  readonly flights: readonly Flight[];
  readonly supervision?: Supervision;
}

const atOnce = 10;
/** DMS answers 8 calls a second for the whole account; table statistics are one call a task. */
const watchedASweep = 60;

/**
 * One look at the tasks of these flights and CDC jobs, in one paginated Describe, and one step for each. One that goes wrong
 * stops no other.
 */
export async function sweep(ports: SweepPorts, { flights, supervision }: Scope, now: Date): Promise<Swept> {
  const replications = supervision?.replications ?? [];
  const arns = [...new Set([...flights, ...replications].flatMap(({ taskArn }) => taskArn ?? []))];
  const tasks = new Map((await ports.dms.describeTasks(arns)).map((task) => [task.arn, task]));
  const watched = flights.length + replications.length;
  const steps = [
    ...flights.map((flight, index) => ({
      run: flight.run,
      take: async () =>
        pursue(ports, flight, await taskOf(ports, flight, tasks), now, isWatched(index, watched, now)),
    })),
    ...replications.map((replication, index) => ({
      run: replication.forJob,
      take: async () => {
        const task = replication.taskArn === undefined ? undefined : tasks.get(replication.taskArn);
        const tablesToo = isWatched(flights.length + index, watched, now);
        if (supervision !== undefined) await supervise(ports, supervision, replication, task, now, tablesToo);
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
  return { flights: flights.length, replications: replications.length, problems };
}

/** By ARN; a task whose making was cut short before its ARN was written down is found by its identifier. */
async function taskOf(
  { dms }: SweepPorts,
  flight: Flight,
  tasks: ReadonlyMap<string, Task>,
): Promise<Task | undefined> {
  if (flight.taskArn !== undefined) return tasks.get(flight.taskArn);
  if (flight.goal !== 'deleted') return undefined;
  return await findOwnTask(dms, flight.run, { identifier: flight.taskIdentifier });
}

/** Whether this sweep looks at a task's tables: with many tasks they take turns. */
function isWatched(index: number, watched: number, now: Date): boolean {
  const turns = Math.max(1, Math.ceil(watched / watchedASweep));
  return index % turns === Math.floor(now.getTime() / 60_000) % turns;
}
