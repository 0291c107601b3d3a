import { deliver, type Undelivered } from '../events/deliver';
import type { SendToQueue } from '../events/invoke-target';
import type { Timers } from '../events/timers';
import { newUuid } from '../new-uuid';
import type { CloudContext, InvokeTarget } from '../service';
import type { Schedule } from './schedule';

export interface InvocationParts {
  readonly context: CloudContext;
  readonly timers: Timers;
  readonly invokeTarget: InvokeTarget;
  readonly sendToQueue: SendToQueue;
}

/**
 * Delivers one invocation with the schedule's retries. A payload that cannot be delivered goes to the
 * dead-letter queue. Never rejects.
 */
export async function invoke(schedule: Schedule, scheduledTime: Date, parts: InvocationParts): Promise<void> {
  const { Target: target } = schedule;
  const by = { roleArn: target.RoleArn, sourceArn: groupArn(schedule) };
  let executionId = '';
  let payload = '';
  const policy = {
    maximumRetryAttempts: target.RetryPolicy.MaximumRetryAttempts,
    maximumEventAgeInSeconds: target.RetryPolicy.MaximumEventAgeInSeconds,
  };
  const undelivered = await deliver(parts.context.clock, parts.timers, policy, (attempt) => {
    executionId = newUuid(parts.context);
    payload = payloadOf(schedule, { scheduledTime, executionId, attempt }, parts.context);
    return parts.invokeTarget(target.Arn, payload, by);
  });
  if (undelivered === undefined) return;
  parts.context.log(
    `schedule ${schedule.Name} failed to deliver to ${target.Arn}: ${undelivered.errorMessage}`,
  );
  const queue = target.DeadLetterConfig?.Arn;
  if (queue === undefined) return;
  const attributes = deadLetterAttributes(schedule, scheduledTime, executionId, undelivered);
  await parts.context.clock
    .track(parts.sendToQueue(queue, payload, attributes, by))
    .catch((error: unknown) => {
      parts.context.log(`delivery to the dead-letter queue ${queue} failed: ${error}`);
    });
}

/**
 * Source ARN in the trust policy of a role
 * (scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html).
 */
function groupArn({ Arn, GroupName }: Schedule): string {
  return `${Arn.slice(0, Arn.lastIndexOf(':'))}:schedule-group/${GroupName}`;
}

interface Attempt {
  readonly scheduledTime: Date;
  readonly executionId: string;
  readonly attempt: number;
}

/**
 * Input with its context attributes replaced:
 * scheduler/latest/UserGuide/managing-schedule-context-attributes.html
 */
export function payloadOf(schedule: Schedule, attempt: Attempt, context: CloudContext): string {
  const values: Readonly<Record<string, string>> = {
    'schedule-arn': schedule.Arn,
    'scheduled-time': isoSeconds(attempt.scheduledTime),
    'execution-id': attempt.executionId,
    'attempt-number': String(attempt.attempt),
  };
  const input = schedule.Target.Input ?? defaultEvent(schedule, attempt, context);
  return input.replace(/<aws\.scheduler\.([a-z-]+)>/g, (whole, name: string) => values[name] ?? whole);
}

function defaultEvent(schedule: Schedule, attempt: Attempt, context: CloudContext): string {
  return JSON.stringify({
    version: '0',
    id: attempt.executionId,
    'detail-type': 'Scheduled Event',
    source: 'aws.scheduler',
    account: context.account,
    time: isoSeconds(attempt.scheduledTime),
    region: context.region,
    resources: [schedule.Arn],
    detail: '{}',
  });
}

/** Such as `2022-03-22T18:59:43Z`. */
function isoSeconds(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, 'Z');
}

function deadLetterAttributes(
  schedule: Schedule,
  scheduledTime: Date,
  executionId: string,
  failure: Undelivered,
): Record<string, string> {
  return {
    ERROR_CODE: failure.errorCode,
    ERROR_MESSAGE: failure.errorMessage,
    EXECUTION_ID: executionId,
    ...(failure.exhausted === undefined ? {} : { EXHAUSTED_RETRY_CONDITION: failure.exhausted }),
    IS_PAYLOAD_TRUNCATED: 'false',
    RETRY_ATTEMPTS: String(failure.retries),
    SCHEDULED_TIME: isoSeconds(scheduledTime),
    SCHEDULE_ARN: schedule.Arn,
    TARGET_ARN: schedule.Target.Arn,
  };
}
