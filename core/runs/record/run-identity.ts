import { createHash } from 'node:crypto';
import type { RunInput } from './run-input';

const longestExecutionName = 80;

/**
 * Id of a run: equal for all deliveries of one scheduled time and all repetitions of one request. EventBridge Scheduler's
 * execution-id changes with each attempt. Consists of letters, digits, `.` and `-`.
 */
export function runIdOf(input: Pick<RunInput, 'job' | 'trigger'>): string {
  const { job, trigger } = input;
  const stem = job.replace('/', '.');
  if (trigger.by === 'schedule') {
    const seconds = new Date(trigger.scheduledTime).toISOString().slice(0, 19);
    return `${stem}.${compact(seconds)}Z`;
  }
  if (trigger.by === 'deployment')
    return `${stem}.${withMilliseconds(trigger.seenAt)}-${trigger.orderHash.slice(0, 8)}`;
  if (trigger.by === 'reload') return `${stem}.${withMilliseconds(trigger.loadedAt)}-reload`;
  if (trigger.by === 'retry') return attemptOf(trigger.run, trigger.attempt);
  const request = trigger.requestId.replace(/[^A-Za-z0-9]/g, '').slice(0, 8) || hash(trigger.requestId, 8);
  return `${stem}.${withMilliseconds(trigger.requestedAt)}-${request}`;
}

/** Job of a run, or load of a run: `department/name`. Undefined for a text that is not an id of a run. */
export function jobOfRun(runId: string): string | undefined {
  const [, department, job] = /^([a-z0-9-]+)\.([a-z0-9-]+)\./.exec(runId) ?? [];
  return department === undefined ? undefined : `${department}/${job}`;
}

/** Id of an attempt, which follows from its first attempt alone: two requests of one attempt are one run. */
export function attemptOf(firstAttempt: string, attempt: number): string {
  return attempt === 1 ? firstAttempt : `${firstAttempt}.${attempt}`;
}

/** The run's id if it fits into Step Functions' 80 characters; otherwise its beginning and a hash of the whole. */
export function executionNameOf(runId: string): string {
  if (runId.length <= longestExecutionName) return runId;
  return `${runId.slice(0, longestExecutionName - 17)}-${hash(runId, 16)}`;
}

/** ARN that the execution of a run gets. */
export function executionArnOf(stateMachineArn: string, runId: string): string {
  return `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${executionNameOf(runId)}`;
}

/** DMS ReplicationTaskIdentifier: one per run, so that a task left by an earlier run does not block it. */
export function taskIdentifierOf(slug: string, runId: string): string {
  return `${slug}-${hash(runId, 8)}`;
}

function withMilliseconds(isoTime: string): string {
  return `${compact(new Date(isoTime).toISOString().replace('.', '').slice(0, -1))}Z`;
}

function compact(isoTime: string): string {
  return isoTime.replace(/[-:]/g, '');
}

function hash(text: string, digits: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, digits);
}
