import { type DueTime, dueTimes, nextDueTime } from '../../schedule/due-times';
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
  const until = new Date(now.getTime() - startsWithin);
  const phase = phaseOf(schedule, known.through, state?.lastScheduled);
  if (phase === known.through && !isAnyDue(schedule, by, phase, until)) return { scheduled: known, due: [] };
  const due = dueTimes(schedule, new Date(phase), until, mostPerPoll);
  return { scheduled: { by, through: due.at(-1)?.at ?? phase }, due };
}

/** A single time in the past is due too: EventBridge Scheduler never fires it. */
function firstTime({ expression }: Schedule, now: Date): Date {
  return parseSchedule(expression).kind === 'at' ? new Date(now.getTime() - farBack) : now;
}

/**
 * Time from which the due times count. A rate counts from the creation of its schedule, which only its runs show: `through` is the
 * time at which a poll first saw the job, until a run shows the phase.
 */
function phaseOf({ expression }: Schedule, through: string, lastScheduled: string | undefined): string {
  const stride = strideOf(expression);
  if (stride === undefined || lastScheduled === undefined) return through;
  const last = Date.parse(lastScheduled);
  const ahead = last - Date.parse(through);
  if (ahead < 0 || ahead % stride === 0) return through;
  // The newest time in the phase of the run that is not after `through`, so that no time in between is left out.
  return new Date(last - Math.ceil(ahead / stride) * stride).toISOString();
}

/** Milliseconds of a rate. Undefined for the other schedules. */
function strideOf(expression: string): number | undefined {
  if (!expression.startsWith('rate')) return undefined;
  const parsed = parseSchedule(expression);
  return parsed.kind === 'rate' ? parsed.seconds * 1000 : undefined;
}

/** First due times that are known: each poll asks for thousands of jobs, and the calendar of one costs a tenth of a millisecond. */
const firstDue = new Map<string, number>();
const mostKnown = 50_000;

function isAnyDue(schedule: Schedule, by: string, after: string, until: Date): boolean {
  const stride = strideOf(schedule.expression);
  if (stride !== undefined) return Date.parse(after) + stride <= until.getTime();
  const key = `${by} ${after}`;
  const time = firstDue.get(key) ?? nextDueTime(schedule, new Date(after));
  if (firstDue.size >= mostKnown) firstDue.clear();
  firstDue.set(key, time);
  return time <= until.getTime();
}
