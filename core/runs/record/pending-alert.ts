import * as z from 'zod/mini';

/**
 * Alert that waits in the history until a poll sends it. Functions in the network reach DynamoDB through a free gateway, but SNS
 * only through an endpoint that costs money.
 */
export const PendingAlert = z.object({
  /** Id of the run, which has at most one alert. */
  run: z.string(),
  /** `department/job` or `department/load`. Not `jobKey`, which would put it into an index of runs. */
  forJob: z.string(),
  kind: z.enum(['load-failed']),
  detail: z.string(),
  at: z.string(),
});
export type PendingAlert = z.infer<typeof PendingAlert>;
