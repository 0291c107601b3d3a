import { type DueTime, dueTimes } from '../../schedule/due-times';
import type { Schedule } from '../../schedule/schedule';
import { parseSchedule } from '../../schedule/schedule-expression';
import type { JobState } from './job-state';

/** Time that a schedule has to become a run. EventBridge Scheduler delivers within a minute, and retries for an hour. */
export const startsWithin = 15 * 60_000;
/** Maximum of due times per job and poll. Further ones follow with the next poll. */
const mostPerPoll = 50;
/** A single time that lies this far back was meant for a run that the history may no longer have. */
const farBack = 7 * 86_400_000;

export interface Expectation {
  /** New value of the state's `scheduled`. */
  readonly scheduled: JobState['scheduled'];
  /** Times that must have a run. */
  readonly due: readonly DueTime[];
}

/**
 * Times since the last poll at which the job's schedule must have started a run. A job that is paused, disabled or on demand has
 * none, and begins again when that ends. So does a job whose schedule was changed.
 */
export function expectedRuns(
  state: Partial<JobState> | undefined,
  job: { readonly enabled: boolean; readonly schedule?: Schedule | undefined },
  now: Date,
): Expectation {
  const { schedule, enabled } = job;
  if (schedule === undefined || !enabled || state?.paused !== undefined)
    return { scheduled: undefined, due: [] };
  const by = `${schedule.expression} ${schedule.timeZone}`;
  const known = state?.scheduled;
  if (known?.by !== by)
    return { scheduled: { by, through: firstTime(schedule, now).toISOString() }, due: [] };
  const due = dueTimes(
    schedule,
    anchorOf(schedule, known.through, state?.lastScheduled),
    new Date(now.getTime() - startsWithin),
    mostPerPoll,
  );
  const last = due.at(-1);
  return { scheduled: last === undefined ? known : { by, through: last.at }, due };
}

/** A single time in the past is due too: EventBridge Scheduler never fires it. */
function firstTime({ expression }: Schedule, now: Date): Date {
  return parseSchedule(expression).kind === 'at' ? new Date(now.getTime() - farBack) : now;
}

/** A rate counts from the creation of its schedule, which only its runs show. */
function anchorOf({ expression }: Schedule, through: string, lastScheduled: string | undefined): Date {
  const anchor = new Date(through);
  if (lastScheduled === undefined || parseSchedule(expression).kind !== 'rate') return anchor;
  const last = new Date(lastScheduled);
  return last > anchor ? last : anchor;
}
