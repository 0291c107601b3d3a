import { continueAfterDeletion } from '../../checks/position/after-deletion';
import { cutText } from '../../cut-text';
import { kindOf } from '../../model/task-status';
import { hasRun, isLoading, stopReasonOf, type Task } from '../task/task';
import { isMissingForGood } from '../task/task-step';
import type { Replication } from './replication';
import { wayOutOf } from './way-out';

/** Next step of a poll for the task of a CDC job. */
export type ReplicationStep =
  /** The task is in its desired state, or somebody has to act first. */
  | { readonly do: 'rest' }
  /** The task is changing its state, or a run brings it up. */
  | { readonly do: 'wait' }
  /** The task runs as desired. `recovered`: long enough since it was resumed. */
  | { readonly do: 'monitor'; readonly recovered: boolean }
  | { readonly do: 'stop' }
  /** Delete the task, which the job does not use any more. */
  | { readonly do: 'delete' }
  /** Stop the task for the time of a hold. Its desired state stays. */
  | { readonly do: 'hold' }
  | { readonly do: 'resume'; readonly attempt: number; readonly nextAt: string; readonly cause: string }
  /** Send one alert and leave the task down. */
  | { readonly do: 'give-up'; readonly cause: string }
  /** The task's own settings stopped it, as intended. */
  | { readonly do: 'stand-down'; readonly cause: string };

const rest: ReplicationStep = { do: 'rest' };
const wait: ReplicationStep = { do: 'wait' };

/** Seconds that a task has to run after its last start to count as recovered. */
export const steadyAfterSeconds = 600;

/**
 * Compares the desired state of a CDC job with its task and returns the next step.
 * `held`: a run of the job is in flight and starts the task itself. `task` is undefined when DMS has none.
 * `hold`: a deployment changes what the task uses, or it is not known yet what it changes.
 * `onlyLoads`: the job has mode `full-load` now.
 */
export function replicationStep(
  record: Replication,
  task: Task | undefined,
  held: boolean,
  now: Date,
  hold?: 'stop' | 'keep',
  onlyLoads = false,
): ReplicationStep {
  switch (record.desired) {
    case 'running':
      if (hold !== undefined) return duringHold(task, held || hold === 'keep');
      return towardsRunning(record, task, held, now);
    case 'stopped':
      return task === undefined ? rest : towardsStopped(task, onlyLoads && hold === undefined);
  }
}

/** A checkpoint of the job may be stored, and whether one is does not change what passes validation. */
function gone({ forJob: job, mode, source }: Replication): string {
  const { engine, connectionAttributes } = source ?? {};
  const next = continueAfterDeletion({ job, mode, engine, connectionAttributes, hasCheckpoint: true });
  return `DMS no longer has the task; ${next}`;
}

/** A load is never stopped, and neither is a run that brings up the task. The deployment waits for both. */
function duringHold(task: Task | undefined, keep: boolean): ReplicationStep {
  if (task === undefined || kindOf(task.status) !== 'running') return wait;
  return keep || isLoading(task) ? { do: 'monitor', recovered: false } : { do: 'hold' };
}

function towardsRunning(
  record: Replication,
  task: Task | undefined,
  held: boolean,
  now: Date,
): ReplicationStep {
  // A task that ran until the hold is resumed, although its alert is not cleared yet.
  const hasAlert = record.alerts?.down !== undefined && record.held === undefined;
  const down = (cause: string): ReplicationStep => {
    if (held) return wait;
    return hasAlert ? rest : { do: 'give-up', cause };
  };
  if (task === undefined) return isGoneForGood(record, now) ? down(gone(record)) : wait;
  switch (kindOf(task.status)) {
    case 'running':
      return { do: 'monitor', recovered: isRecovered(record, task, now) };
    case 'changing':
    case 'starting':
    case 'stopping':
    case 'unknown':
      return wait;
    case 'deleting':
      return down(gone(record));
    case 'ready':
      return down('the task was created and never started; lakeferry start starts it');
    case 'down':
      if (held || hasAlert) return held ? wait : rest;
      return intendedStop(task) ?? withoutCure(record, task) ?? resume(record, task, now);
  }
}

/** Returns true after polls have seen no task for as long as a run waits for a missing one. One answer without it proves nothing. */
export function isGoneForGood(
  {
    seen,
  }: { readonly seen?: Pick<NonNullable<Replication['seen']>, 'status' | 'since' | 'isDeleted'> | undefined },
  now: Date,
): boolean {
  return seen?.status === 'gone' && (seen.isDeleted === true || isMissingForGood(seen.since, now));
}

function towardsStopped({ status }: Task, isDeleted: boolean): ReplicationStep {
  switch (kindOf(status)) {
    case 'running':
      return { do: 'stop' };
    case 'ready':
    case 'down':
      return isDeleted ? { do: 'delete' } : rest;
    case 'deleting':
      return rest;
    case 'changing':
    case 'starting':
    case 'stopping':
    case 'unknown':
      return wait;
  }
}

/** Reasons of stops that a task's own settings ask for. After any other stop, a task that should run is resumed. */
const intendedReasons: ReadonlySet<string> = new Set([
  'STOPPED_AFTER_FULL_LOAD',
  'STOPPED_AFTER_CACHED_EVENTS',
  'STOPPED_AFTER_DDL_APPLY',
  'STOPPED_AT_SERVER_TIME',
  'STOPPED_AT_COMMIT_TIME',
]);

function intendedStop(task: Task): ReplicationStep | undefined {
  const reason = stopReasonOf(task.stopReason);
  if (task.status !== 'stopped' || reason === undefined || !intendedReasons.has(reason)) return undefined;
  return {
    do: 'stand-down',
    cause: `${reason}: the task's own settings stopped it; lakeferry resume continues it`,
  };
}

/** Reports a failure at once that no repetition fixes. */
function withoutCure(record: Replication, task: Task): ReplicationStep | undefined {
  const wayOut = wayOutOf(task, record);
  if (wayOut !== undefined) return { do: 'give-up', cause: `${whyDown(task)}; ${wayOut}` };
  if (hasRun(task)) return undefined;
  return {
    do: 'give-up',
    cause: `${whyDown(task)}; it failed before it first ran: lakeferry resume ${record.forJob} tries again`,
  };
}

function resume(record: Replication, task: Task, now: Date): ReplicationStep {
  const { resumes, held } = record;
  if (resumes !== undefined && now.toISOString() < resumes.nextAt) return wait;
  const cause = isStoppedByHold(record, task) ? `the ${held?.reason} has ended` : whyDown(task);
  const tried = resumes?.count ?? 0;
  // The limit is about failures: a task that a hold has stopped has one attempt in any case.
  const limit = held === undefined ? record.resumeLimit : Math.max(record.resumeLimit, 1);
  if (tried >= limit)
    return { do: 'give-up', cause: `${cause}; ${tried} of ${limit} attempts to resume it failed` };
  const attempt = tried + 1;
  return { do: 'resume', attempt, nextAt: nextAttempt(attempt, now), cause };
}

/** False for a task that has failed since the hold: DMS has a message about it. */
export function isStoppedByHold({ held }: Pick<Replication, 'held'>, { status }: Task): boolean {
  return held !== undefined && status === 'stopped';
}

/** Time of the next attempt: one minute after the first, then twice as long each time, up to half an hour. */
export function nextAttempt(attempt: number, now: Date): string {
  const minutes = Math.min(30, 2 ** (attempt - 1));
  return new Date(now.getTime() + minutes * 60_000).toISOString();
}

/** DMS's message about a task that is down, cut to the length of an event. */
export function whyDown(task: Task): string {
  const message = task.lastFailureMessage ?? task.stopReason;
  const how = downVerbs[task.status] ?? `is ${task.status}`;
  return cutText(`the task ${how}${message === undefined ? '' : `: ${message}`}`, 1000);
}

const downVerbs: Readonly<Record<string, string>> = {
  stopped: 'stopped',
  failed: 'failed',
  'failed-move': 'could not be moved',
};

function isRecovered({ resumes, alerts }: Replication, task: Task, now: Date): boolean {
  if (resumes === undefined && alerts?.down === undefined) return false;
  const since = Math.max(Date.parse(task.startedAt ?? ''), Date.parse(resumes?.lastAt ?? '1970-01-01'));
  return now.getTime() - since >= steadyAfterSeconds * 1000;
}
