import type { Flight } from '../core/runs/flight';
import type { Task } from '../core/runs/task';
import type { History } from './history';

/** Writes down whether DMS answers with the flight's task, and whether it deletes it; the flight as it then is. */
export async function noteTask(
  history: History,
  flight: Flight,
  task: Task | undefined,
  now: Date,
): Promise<Flight> {
  if (flight.taskArn === undefined) return flight;
  const at = now.toISOString();
  if (task === undefined) {
    if (flight.missingSince !== undefined || flight.deletingSince !== undefined) return flight;
    await history.flightMisses(flight.run, at);
    return { ...flight, missingSince: at };
  }
  if (flight.missingSince !== undefined) await history.flightMisses(flight.run, undefined);
  if (task.status !== 'deleting' || flight.deletingSince !== undefined)
    return { ...flight, missingSince: undefined };
  await history.flightDeletes(flight.run, at);
  return { ...flight, missingSince: undefined, deletingSince: at };
}
