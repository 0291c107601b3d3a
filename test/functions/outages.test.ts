import { z } from 'zod';
import type { JsonObject } from '../../core/json';
import { databaseTaskSettings } from '../../core/planning/database-task-settings';
import { taskSettings } from '../../core/planning/task-settings';
import { retryWait } from '../../local/dms/control/running/retries';

describe('the settings of a plan', () => {
  const ErrorBehavior = z.object({
    RecoverableErrorCount: z.number(),
    RecoverableErrorInterval: z.number(),
    RecoverableErrorThrottling: z.literal(true),
    RecoverableErrorThrottlingMax: z.number(),
    RecoverableErrorStopRetryAfterThrottlingMax: z.boolean(),
  });

  /** Seconds of an outage that a task with the default settings of a mode outlasts. */
  function patience(planned: JsonObject): number {
    const { ErrorBehavior: errors } = z.object({ ErrorBehavior }).parse(planned);
    const settings = {
      count: errors.RecoverableErrorCount,
      intervalSeconds: errors.RecoverableErrorInterval,
      mostSeconds: errors.RecoverableErrorThrottlingMax,
      endsAtMost: errors.RecoverableErrorStopRetryAfterThrottlingMax,
    };
    let seconds = 0;
    for (let attempt = 1; attempt <= 20_000; attempt += 1) {
      const wait = retryWait(settings, attempt);
      if (wait === undefined) return seconds;
      seconds += wait;
    }
    return Number.POSITIVE_INFINITY;
  }

  test.each(['cdc', 'full-load-and-cdc'] as const)(
    'of mode %s outlast 30 days without the source',
    (mode) => {
      for (const planned of [taskSettings(mode, {}), databaseTaskSettings(mode, undefined, {})])
        expect(patience(planned)).toBeGreaterThan(30 * 86_400);
    },
  );

  test('of a full load end within minutes', () => {
    for (const planned of [taskSettings('full-load', {}), databaseTaskSettings('full-load', undefined, {})])
      expect(patience(planned)).toBeLessThan(600);
  });

  test('of a job’s own are kept', () => {
    const own = {
      ErrorBehavior: { RecoverableErrorCount: 3, RecoverableErrorStopRetryAfterThrottlingMax: true },
    };
    expect(taskSettings('cdc', own)).toMatchObject(own);
  });
});
