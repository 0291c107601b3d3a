import { nextFireTimes } from '../../schedule/fire-times';
import type { Schedule } from '../../schedule/schedule';

/** Run that holds a job's lease. */
export interface Holder {
  readonly run: string;
  /** Time at which it began. ISO 8601 in UTC. */
  readonly since: string;
}

/**
 * Time after which a run has held its job's lease for more than one period of the schedule: a scheduled time has come, and the time
 * between it and the next one has passed. Undefined for a schedule that does not fire twice any more.
 */
export function heldTooLongFrom(schedule: Schedule, since: string): Date | undefined {
  const start = new Date(since);
  const [first, second] = nextFireTimes(schedule, start, 2).map((time) => Date.parse(time));
  if (first === undefined || second === undefined) return undefined;
  return new Date(Math.max(first, start.getTime() + second - first));
}
