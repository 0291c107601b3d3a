import { z } from 'zod';
import type { JsonObject } from '../../../core/json';
import { databaseTaskSettings } from '../../../core/planning/database-task-settings';
import { taskSettings } from '../../../core/planning/task-settings';

const ErrorBehavior = z.object({
  RecoverableErrorCount: z.number(),
  RecoverableErrorInterval: z.number(),
  RecoverableErrorThrottling: z.literal(true),
  RecoverableErrorThrottlingMax: z.number(),
  RecoverableErrorStopRetryAfterThrottlingMax: z.boolean(),
});
/** With -1, DMS retries a running task this often (docs/aws-facts/dms-tasks.md). */
const chosenByDms = 9;

/** Seconds of an outage that a running task outlasts. Each wait is twice as long as the one before, up to the longest. */
function patience(planned: JsonObject): number {
  const { ErrorBehavior: errors } = z.object({ ErrorBehavior }).parse(planned);
  const count = errors.RecoverableErrorCount < 0 ? chosenByDms : errors.RecoverableErrorCount;
  let seconds = 0;
  let wait = errors.RecoverableErrorInterval;
  for (let attempt = 1; attempt <= count; attempt += 1) {
    seconds += wait;
    if (errors.RecoverableErrorStopRetryAfterThrottlingMax && wait >= errors.RecoverableErrorThrottlingMax)
      return seconds;
    wait = Math.min(2 * wait, errors.RecoverableErrorThrottlingMax);
  }
  return seconds;
}

const planned = (mode: 'full-load' | 'cdc' | 'full-load-and-cdc', own: JsonObject = {}) => [
  taskSettings(mode, own),
  databaseTaskSettings(mode, undefined, own),
];

test.each(['cdc', 'full-load-and-cdc'] as const)(
  'a task of mode %s outlasts 30 days without its source',
  (mode) => {
    for (const settings of planned(mode)) expect(patience(settings)).toBeGreaterThan(30 * 86_400);
  },
);

test('-1 would be 43 minutes', () => {
  for (const settings of planned('cdc', { ErrorBehavior: { RecoverableErrorCount: -1 } }))
    expect(Math.round(patience(settings) / 60)).toBe(43);
});

test('a full load gives up within minutes', () => {
  for (const settings of planned('full-load')) expect(patience(settings)).toBeLessThan(600);
});

test('the settings of a job are kept', () => {
  const own = {
    ErrorBehavior: { RecoverableErrorCount: 3, RecoverableErrorStopRetryAfterThrottlingMax: true },
  };
  for (const settings of planned('cdc', own)) expect(settings).toMatchObject(own);
});
