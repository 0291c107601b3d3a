import type { Clock } from '../../../clock';

/**
 * RecoverableError* of the task settings:
 * https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.CustomizingTasks.TaskSettings.ErrorHandling.html
 */
export interface RetrySettings {
  /** Number of retries. -1: as many as DMS chooses. 0: none. */
  readonly count: number;
  readonly intervalSeconds: number;
  /** With throttling, each wait is twice as long as the one before, up to this. */
  readonly mostSeconds: number | undefined;
  /** No more retries after the longest wait. */
  readonly endsAtMost: boolean;
}

/** With -1, a running task is retried nine times after a recoverable error (docs/aws-facts/dms-tasks.md). */
const chosenByDms = 9;

/** Seconds to wait before retry `attempt` (from 1). Undefined: no more retries. */
export function retryWait(settings: RetrySettings, attempt: number): number | undefined {
  const { count, intervalSeconds, mostSeconds, endsAtMost } = settings;
  if (attempt > (count < 0 ? chosenByDms : count)) return undefined;
  if (mostSeconds === undefined) return intervalSeconds;
  const wait = (which: number): number => Math.min(mostSeconds, intervalSeconds * 2 ** (which - 1));
  if (endsAtMost && attempt > 1 && wait(attempt - 1) >= mostSeconds) return undefined;
  return wait(attempt);
}

/** Resolves after `seconds` of the clock's time, or at once when `signal` fires. */
export function pause(clock: Clock, seconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      cancel();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const cancel = clock.schedule(new Date(clock.now().getTime() + seconds * 1000), done);
    signal.addEventListener('abort', done);
  });
}
