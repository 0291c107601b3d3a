import type { Clock } from '../clock';
import { AwsError } from '../service';
import type { Timers } from './timers';

export interface RetryPolicy {
  readonly maximumRetryAttempts: number;
  readonly maximumEventAgeInSeconds: number;
}

export type ExhaustedCondition = 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds';

/** Reason why delivery of a payload was given up. */
export interface Undelivered {
  readonly errorCode: string;
  readonly errorMessage: string;
  /** Retries after the first attempt. */
  readonly retries: number;
  /** Absent for an error that a retry cannot fix. */
  readonly exhausted?: ExhaustedCondition;
}

/** Default policy of EventBridge and Scheduler: 185 retries in 24 hours. */
export const defaultRetryPolicy: RetryPolicy = {
  maximumRetryAttempts: 185,
  maximumEventAgeInSeconds: 86_400,
};

const longestWaitSeconds = 300;

/**
 * Tries, numbered from 1, until one attempt succeeds or the policy is used up. Returns why it gave up. Never
 * rejects.
 */
export async function deliver(
  clock: Clock,
  timers: Timers,
  policy: RetryPolicy,
  attempt: (number: number) => Promise<void>,
): Promise<Undelivered | undefined> {
  const deadline = clock.now().getTime() + policy.maximumEventAgeInSeconds * 1000;
  for (let retries = 0; ; retries += 1) {
    try {
      await clock.track(attempt(retries + 1));
      return undefined;
    } catch (error) {
      const failure = {
        errorCode: error instanceof AwsError ? error.code : 'INTERNAL_ERROR',
        errorMessage: error instanceof Error ? error.message : String(error),
        retries,
      };
      if (!worthRetrying(error)) return failure;
      if (retries >= policy.maximumRetryAttempts) return { ...failure, exhausted: 'MaximumRetryAttempts' };
      const wait = Math.min(2 ** retries, longestWaitSeconds);
      if (clock.now().getTime() + wait * 1000 > deadline)
        return { ...failure, exhausted: 'MaximumEventAgeInSeconds' };
      await timers.sleep(wait);
    }
  }
}

function worthRetrying(error: unknown): boolean {
  if (!(error instanceof AwsError) || error.statusCode >= 500) return true;
  return /Thrott|TooManyRequests|LimitExceeded|Unavailable/.test(error.code);
}
