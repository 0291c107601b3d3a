import type { JobPlan } from '../planning/job-plan';
import type { NotifyPolicy } from '../model/notify-policies';
import { freshnessChange } from '../runs/job/freshness';
import type { JobState } from '../runs/job/job-state';
import { reminderAt } from '../runs/job/settle';
import { jobChanged } from './job-changed';
import { durationText, type JobStep } from './job-step';
import { type HolderOfJob, leaseStep } from './lease-step';
import { type OutboxMessage, reminderId } from './outbox-message';

/** Author of a pause that no person requested. */
const pausedByPolls = 'pause-after';

/** Facts about the data of a job. */
export interface DataOfJob {
  /** Time up to which readers have the source's data. Absent: the last success, or the time at which the job was first seen. */
  readonly time?: string | undefined;
  /** True for a CDC job that somebody stopped: nobody expects its data. */
  readonly isStopped: boolean;
}

/** Steps for a deployed job. A disabled job has none: nobody expects its data. */
export function jobSteps(
  job: JobPlan,
  state: Partial<JobState>,
  data: DataOfJob,
  holder: HolderOfJob,
  now: Date,
): readonly JobStep[] {
  if (!job.enabled) return [];
  const steps = [
    firstSeen(state, now),
    pauseStep(job, state, now),
    data.isStopped ? undefined : freshnessStep(job, state, data.time, now),
    leaseStep(job, state, holder, now),
    reminderStep(job, state, now),
  ];
  return steps.filter((step) => step !== undefined);
}

function firstSeen({ knownSince }: Partial<JobState>, now: Date): JobStep | undefined {
  if (knownSince !== undefined) return undefined;
  return { part: 'knownSince', before: undefined, after: now.toISOString() };
}

function pauseStep(
  job: JobPlan,
  { trouble, paused, ended }: Partial<JobState>,
  now: Date,
): JobStep | undefined {
  const { pauseAfter, identity } = job;
  if (pauseAfter === undefined || paused !== undefined) return undefined;
  if (trouble === undefined || ended === undefined || trouble.failures < pauseAfter) return undefined;
  const reason = `${trouble.failures} failures in a row, the last one in ${ended.run}`;
  const message = jobChanged(job, {
    change: 'paused',
    at: ended.at,
    cause: `${reason}; pause-after is ${pauseAfter}, so its schedule starts no runs`,
    fix: `fix the cause, try with lakeferry run ${identity.key} --wait, then end the pause with lakeferry unpause ${identity.key}`,
    run: ended.run,
  });
  return {
    message,
    part: 'paused',
    before: undefined,
    after: { at: now.toISOString(), by: pausedByPolls, reason },
  };
}

function freshnessStep(
  job: JobPlan,
  state: Partial<JobState>,
  dataTime: string | undefined,
  now: Date,
): JobStep | undefined {
  const { freshWithinSeconds, identity } = job;
  if (freshWithinSeconds === undefined || state.paused !== undefined) return undefined;
  const time = dataTime ?? state.succeeded?.at;
  const found = freshnessChange(state, time, freshWithinSeconds, now);
  switch (found.change) {
    case 'none':
      return undefined;
    case 'stale': {
      const limit = durationText(freshWithinSeconds);
      const age = durationText(found.ageSeconds);
      // A change of the limit can make the same data too old again, which is another message.
      const idTime = later(state.stale?.over ?? '', found.since);
      const again = idTime === found.since ? {} : { again: idTime };
      const message = jobChanged(job, {
        change: 'stale',
        at: found.since,
        idTime,
        cause:
          time === undefined
            ? `the job has not succeeded since it was deployed ${age} ago; fresh-within is ${limit}`
            : `the data is of ${time}, ${age} old; fresh-within is ${limit}`,
        fix:
          job.mode === 'full-load'
            ? `lakeferry history ${identity.key} shows the last runs; lakeferry run ${identity.key} starts one`
            : `lakeferry status ${identity.key} shows the task; lakeferry resume ${identity.key} continues it when it is down`,
      });
      const silent = policyOf(job) === 'never' ? { silent: true } : {};
      return {
        message,
        part: 'stale',
        before: state.stale,
        after: { since: found.since, ...again, ...silent },
      };
    }
    case 'fresh': {
      const at = time ?? now.toISOString();
      const { again = '' } = state.stale ?? {};
      const message = jobChanged(job, {
        change: 'fresh',
        at,
        idTime: later(again, at),
        cause: `the data was too old since ${found.since}, and is fresh again`,
        // Nobody was notified of its begin.
        ...(state.stale?.silent === true ? { state: 'noted' as const } : {}),
      });
      return {
        message,
        part: 'stale',
        before: state.stale,
        after: { since: found.since, over: now.toISOString() },
      };
    }
  }
}

/** Later one of two times in ISO 8601. */
function later(a: string, b: string): string {
  return [a, b].toSorted().at(-1) ?? b;
}

/** A person who paused the job knows of its streak. */
function reminderStep(job: JobPlan, state: Partial<JobState>, now: Date): JobStep | undefined {
  if (state.paused !== undefined && state.paused.by !== pausedByPolls) return undefined;
  const due = reminderAt(state, policyOf(job));
  if (due === undefined || due > now || state.ended === undefined) return undefined;
  const { key } = job.identity;
  const { run } = state.ended;
  const at = now.toISOString();
  const message: OutboxMessage = {
    id: reminderId(key, due),
    forJob: key,
    at,
    about: { kind: 'reminder', run },
    notice: 'reminder',
  };
  return { message, part: 'notified', before: state.notified, after: { kind: 'reminder', at, run } };
}

function policyOf({ notify }: JobPlan): NotifyPolicy {
  return notify?.policy ?? 'edge';
}
