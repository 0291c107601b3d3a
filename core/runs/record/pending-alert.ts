import * as z from 'zod/mini';

/**
 * An alert that waits in the history for the poll to tell it: functions in the network reach DynamoDB by a gateway, and SNS only where
 * somebody pays for an endpoint.
 */
export const PendingAlert = z.object({
  /** The run's id: a run has one alert at most. */
  run: z.string(),
  /** `department/job` or `department/load`. Not `jobKey`: that would put it into an index of runs. */
  forJob: z.string(),
  kind: z.enum(['load-failed']),
  detail: z.string(),
  at: z.string(),
});
export type PendingAlert = z.infer<typeof PendingAlert>;
