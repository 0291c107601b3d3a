import * as z from 'zod/mini';
import { cutText, longestText } from '../../cut-text';

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
/** Returns an alert from an item of any shape, so that an item that cannot be read is reported like the others. */
export function pendingAlertOf(item: Readonly<Record<string, unknown>>, run: string): PendingAlert {
  const parsed = PendingAlert.safeParse(item);
  if (parsed.success) return parsed.data;
  const text = (name: string): string | undefined =>
    typeof item[name] === 'string' ? item[name] : undefined;
  return {
    run,
    forJob: text('forJob') ?? 'unknown',
    kind: 'load-failed',
    detail: cutText(`alert that could not be read: ${JSON.stringify(item)}`, longestText),
    at: text('at') ?? new Date(0).toISOString(),
  };
}

const expiresAfter = 3_600_000;

/** Returns true for an alert that could not be sent for an hour. */
export function isAlertExpired({ at }: Pick<PendingAlert, 'at'>, now: Date): boolean {
  return !(now.getTime() - Date.parse(at) < expiresAfter);
}

/** Text that replaces an alert that cannot be sent. */
export function expiredAlert({ run, kind, at }: PendingAlert, problem: string): string {
  return `the alert ${kind} of ${at} could not be sent: ${problem}; read it with lakeferry show ${run}`;
}

export type PendingAlert = z.infer<typeof PendingAlert>;
