import type { Pursuit } from './goal';
import type { SeenTask } from './seen-task';

/** Time in which no load ends: DMS needs longer to start a task. */
const startingMs = 5000;

/**
 * Returns true right after the run has started its full load, unless a poll has seen its task since: then the wait for its end begins
 * without a description.
 */
export function hasJustStarted(
  {
    goal,
    livesOn,
    start,
    seen,
  }: Pick<Pursuit, 'goal' | 'livesOn' | 'start'> & { readonly seen?: SeenTask | undefined },
  now: Date,
): boolean {
  if (goal !== 'load-finished' || livesOn !== undefined || start === undefined || seen !== undefined)
    return false;
  return now.getTime() - Date.parse(start.requestedAt) < startingMs;
}
