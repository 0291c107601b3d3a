import { isTaskStatus } from '../../model/task-status';
import { stopReasonOf, type Task } from '../task/task';
import { hasRun } from '../task/task-step';
import type { Replication } from './replication';

/** What the poll does about the task of a CDC job. */
export type ReplicationStep =
  /** It is as it should be, or nothing can be done before somebody acts. */
  | { readonly do: 'rest' }
  /** It is on its way, or a run sees to it. */
  | { readonly do: 'wait' }
  /** It runs as it should; `recovered`: it did so long enough to forget that it was down. */
  | { readonly do: 'monitor'; readonly recovered: boolean }
  | { readonly do: 'stop' }
  | { readonly do: 'resume'; readonly attempt: number; readonly nextAt: string; readonly cause: string }
  /** Alert, once, and leave it down. */
  | { readonly do: 'give-up'; readonly cause: string }
  /** Its own settings stopped it: that is what was wanted. */
  | { readonly do: 'stand-down'; readonly cause: string };

const rest: ReplicationStep = { do: 'rest' };
const wait: ReplicationStep = { do: 'wait' };

/** A task that has run this long since its last start is well again. */
export const steadyAfterSeconds = 600;

/**
 * Desired against actual: the next step for a CDC job's one task, from what DMS says of it now. `held`: a run of the job is in
 * in-flight run and sees to the start itself. `task` is undefined when DMS knows none.
 */
export function replicationStep(
  record: Replication,
  task: Task | undefined,
  held: boolean,
  now: Date,
): ReplicationStep {
  switch (record.desired) {
    case 'running':
      return towardsRunning(record, task, held, now);
    case 'stopped':
      return towardsStopped(task);
  }
}

function towardsRunning(
  record: Replication,
  task: Task | undefined,
  held: boolean,
  now: Date,
): ReplicationStep {
  const down = (cause: string): ReplicationStep => {
    if (held) return wait;
    return record.alerts?.down === undefined ? { do: 'give-up', cause } : rest;
  };
  const gone = 'DMS no longer knows the task; start-from: checkpoint and lakeferry start make it anew';
  if (task === undefined) return down(gone);
  if (!isTaskStatus(task.status)) return wait;
  switch (task.status) {
    case 'running':
      return { do: 'monitor', recovered: isRecovered(record, task, now) };
    case 'creating':
    case 'starting':
    case 'stopping':
    case 'modifying':
    case 'moving':
    case 'testing':
      return wait;
    case 'deleting':
      return down(gone);
    case 'ready':
      return down('the task was made and never started; lakeferry start does');
    case 'stopped':
    case 'failed':
    case 'failed-move':
      if (held || record.alerts?.down !== undefined) return held ? wait : rest;
      if (!hasRun(task)) return down('the task failed before it first ran; lakeferry start tries again');
      return orderedStop(task) ?? resume(record, task, now);
  }
}

function towardsStopped(task: Task | undefined): ReplicationStep {
  if (task === undefined) return rest;
  if (!isTaskStatus(task.status)) return wait;
  switch (task.status) {
    case 'running':
      return { do: 'stop' };
    case 'ready':
    case 'stopped':
    case 'failed':
    case 'failed-move':
    case 'deleting':
      return rest;
    case 'creating':
    case 'starting':
    case 'stopping':
    case 'modifying':
    case 'moving':
    case 'testing':
      return wait;
  }
}

/** Stops that a task's own settings ask for; any other of a task that shall run is mended. */
const orderedReasons: ReadonlySet<string> = new Set([
  'STOPPED_AFTER_FULL_LOAD',
  'STOPPED_AFTER_CACHED_EVENTS',
  'STOPPED_AFTER_DDL_APPLY',
  'STOPPED_AT_SERVER_TIME',
  'STOPPED_AT_COMMIT_TIME',
]);

function orderedStop(task: Task): ReplicationStep | undefined {
  const reason = stopReasonOf(task.stopReason);
  if (task.status !== 'stopped' || reason === undefined || !orderedReasons.has(reason)) return undefined;
  return { do: 'stand-down', cause: `${reason}, as the task's settings order; lakeferry resume goes on` };
}

function resume(record: Replication, task: Task, now: Date): ReplicationStep {
  const { resumes, resumeLimit } = record;
  if (resumes !== undefined && now.toISOString() < resumes.nextAt) return wait;
  const cause = whyDown(task);
  const tried = resumes?.count ?? 0;
  if (tried >= resumeLimit)
    return {
      do: 'give-up',
      cause: `${cause}; ${tried} of ${resumeLimit} attempts to resume it did not help`,
    };
  const attempt = tried + 1;
  return { do: 'resume', attempt, nextAt: nextAttempt(attempt, now), cause };
}

/** One minute after the first attempt, then twice as long each time, up to half an hour. */
export function nextAttempt(attempt: number, now: Date): string {
  const minutes = Math.min(30, 2 ** (attempt - 1));
  return new Date(now.getTime() + minutes * 60_000).toISOString();
}

/** What DMS says about a task that is down, cut for an event. */
export function whyDown(task: Task): string {
  const said = task.lastFailureMessage ?? task.stopReason;
  return `the task is ${task.status}${said === undefined ? '' : `: ${said}`}`.slice(0, 1000);
}

function isRecovered({ resumes, alerts }: Replication, task: Task, now: Date): boolean {
  if (resumes === undefined && alerts?.down === undefined) return false;
  const since = Math.max(Date.parse(task.startedAt ?? ''), Date.parse(resumes?.lastAt ?? '1970-01-01'));
  return now.getTime() - since >= steadyAfterSeconds * 1000;
}
