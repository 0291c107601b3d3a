import { z } from 'zod';
import type { JsonObject } from '../../../core/json';
import { databaseTaskSettings } from '../../../core/planning/database-task-settings';
import { taskSettings } from '../../../core/planning/task-settings';
import { retryWait } from '../../../local/dms/control/running/retries';

const usual = { count: -1, intervalSeconds: 5, mostSeconds: 1800, endsAtMost: true };
const waits = (settings: typeof usual): (number | undefined)[] => {
  const all = Array.from({ length: 20 }, (_, index) => retryWait(settings, index + 1));
  const end = all.indexOf(undefined);
  return end < 0 ? all : all.slice(0, end + 1);
};

test('DMS’s defaults try nine times, each time twice as late', () => {
  expect(waits(usual)).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 1280, undefined]);
});

test('-1 is nine retries, whatever the other settings are', () => {
  expect(waits({ ...usual, endsAtMost: false })).toHaveLength(10);
  expect(waits({ ...usual, mostSeconds: 60, endsAtMost: false })).toHaveLength(10);
});

test('without the end after the longest wait, a count decides', () => {
  expect(waits({ ...usual, count: 1000 })).toHaveLength(11);
  expect(waits({ ...usual, count: 1000, endsAtMost: false }).slice(-3)).toEqual([1800, 1800, 1800]);
});

test('a count ends them, none at all makes the first loss fatal', () => {
  expect(waits({ ...usual, count: 2 })).toEqual([5, 10, undefined]);
  expect(waits({ ...usual, count: 0 })).toEqual([undefined]);
});

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
