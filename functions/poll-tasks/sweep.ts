import { findOwnTask } from '../../aws/own-task';
import type { Flight } from '../../core/runs/flight';
import type { Task } from '../../core/runs/task';
import { pursue } from './pursue';
import type { SweepPorts } from './sweep-ports';

export interface Swept {
  readonly flights: number;
  /** What went wrong with single flights; the next sweep tries them again. */
  readonly problems: readonly { readonly run: string; readonly problem: string }[];
}

const flightsAtOnce = 10;
/** DMS answers 8 calls a second for the whole account; table statistics are one call a task. */
const watchedASweep = 60;

/**
 * One look at the tasks of these flights, in one paginated Describe, and one step for each. A flight that goes wrong stops no
 * other.
 */
export async function sweep(ports: SweepPorts, flights: readonly Flight[], now: Date): Promise<Swept> {
  const arns = flights.flatMap(({ taskArn }) => taskArn ?? []);
  const tasks = new Map((await ports.dms.describeTasks(arns)).map((task) => [task.arn, task]));
  const problems: { run: string; problem: string }[] = [];
  const one = async (flight: Flight, index: number): Promise<void> => {
    try {
      const tablesToo = isWatched(index, flights.length, now);
      await pursue(ports, flight, await taskOf(ports, flight, tasks), now, tablesToo);
    } catch (error) {
      problems.push({ run: flight.run, problem: String(error) });
      console.error(JSON.stringify({ run: flight.run, problem: String(error) }));
    }
  };
  for (let from = 0; from < flights.length; from += flightsAtOnce)
    await Promise.all(
      flights.slice(from, from + flightsAtOnce).map((flight, index) => one(flight, from + index)),
    );
  return { flights: flights.length, problems };
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

/** Whether this sweep looks at the flight's tables: with many in flight they take turns. */
function isWatched(index: number, flights: number, now: Date): boolean {
  const turns = Math.max(1, Math.ceil(flights / watchedASweep));
  return index % turns === Math.floor(now.getTime() / 60_000) % turns;
}
