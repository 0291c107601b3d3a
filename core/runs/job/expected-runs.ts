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

type Scheduled = NonNullable<JobState['scheduled']>;

export interface Expectation {
  /** New value of the state's `scheduled`. */
  readonly scheduled: JobState['scheduled'];
  /** Times that must have a run. */
  readonly due: readonly DueTime[];
}

/**
 * Times since the last poll at which the job's schedule must have started a run. A job that is paused, disabled or on demand has
 * none, and begins again when that ends. A changed schedule counts from `deployedAt`, the
 * time of the department's last deployment, or from now if that is unknown.
 */
export function expectedRuns(
  state: Partial<JobState> | undefined,
  job: { readonly enabled: boolean; readonly schedule?: Schedule | undefined },
  now: Date,
  deployedAt?: string,
): Expectation {
  const { schedule, enabled } = job;
  if (schedule === undefined || !enabled || state?.paused !== undefined)
    return { scheduled: undefined, due: [] };
  const by = `${schedule.expression} ${schedule.timeZone}`;
  const known = state?.scheduled;
  if (known === undefined)
    return { scheduled: { by, through: firstTime(schedule, now).toISOString() }, due: [] };
  if (known.by !== by) return changedSchedule(known, { by, schedule }, now, deployedAt);
  const until = new Date(now.getTime() - startsWithin);
  const { due: before, through, shown } = phaseOf(schedule, known, state?.lastScheduled, until);
  const phase = { by, through, ...(shown === undefined ? {} : { shown }) };
  if (before.length > 0 || !isAnyDue(schedule, by, through, until)) return { scheduled: phase, due: before };
  const due = dueTimes(schedule, new Date(through), until, mostPerPoll);
  return { scheduled: { ...phase, through: due.at(-1)?.at ?? through }, due };
}

/** The times of the schedule before a deployment are due as well, once they have had their time to become runs. */
function changedSchedule(
  known: Scheduled,
  changed: { readonly by: string; readonly schedule: Schedule },
  now: Date,
  deployedAt: string | undefined,
): Expectation {
  if (deployedAt === undefined)
    return {
      scheduled: { by: changed.by, through: firstTime(changed.schedule, now).toISOString() },
      due: [],
    };
  const since = Math.min(Date.parse(deployedAt), now.getTime());
  const until = new Date(Math.min(since, now.getTime() - startsWithin));
  const due = dueTimes(scheduleOf(known.by), new Date(known.through), until, mostPerPoll);
  const isOver = until.getTime() === since && due.length < mostPerPoll;
  if (!isOver) return { scheduled: { ...known, through: due.at(-1)?.at ?? known.through }, due };
  const through = firstTime(changed.schedule, new Date(since)).toISOString();
  return { scheduled: { by: changed.by, through }, due };
}

function scheduleOf(by: string): Schedule {
  const end = by.lastIndexOf(' ');
  return { expression: by.slice(0, end), timeZone: by.slice(end + 1) };
}

/** A single time in the past is due too: EventBridge Scheduler never fires it. */
function firstTime({ expression }: Schedule, now: Date): Date {
  return parseSchedule(expression).kind === 'at' ? new Date(now.getTime() - farBack) : now;
}

/**
 * Time from which the due times count. A rate counts from the creation of its schedule, which only its runs show: `through` is the
 * time at which a poll first saw the job, until a run shows the phase. When a later run shows another phase, the schedule was
 * updated in between, and counts from that run. `due`: times of the phase before it.
 */
function phaseOf(
  schedule: Schedule,
  { through, shown }: Scheduled,
  lastScheduled: string | undefined,
  until: Date,
): Pick<Scheduled, 'through' | 'shown'> & Pick<Expectation, 'due'> {
  const stride = strideOf(schedule.expression);
  if (stride === undefined || lastScheduled === undefined) return { through, shown, due: [] };
  const last = Date.parse(lastScheduled);
  const ahead = last - Date.parse(through);
  if (ahead < 0) return { through, shown, due: [] };
  if (ahead % stride === 0) return { through, shown: true, due: [] };
  if (shown === true) {
    const end = new Date(Math.min(last - stride, until.getTime()));
    const due = dueTimes(schedule, new Date(through), end, mostPerPoll);
    const isOver = due.length < mostPerPoll;
    return { through: isOver ? lastScheduled : (due.at(-1)?.at ?? lastScheduled), shown, due };
  }
  // The newest time in the phase of the run that is not after `through`, so that no time in between is left out.
  const before = new Date(last - Math.ceil(ahead / stride) * stride);
  return { through: before.toISOString(), shown: true, due: [] };
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
