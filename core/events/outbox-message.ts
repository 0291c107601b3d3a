import * as z from 'zod/mini';
import { notices } from '../runs/job/job-state';
import type { JobChange, ReplicationChange } from './detail-types';
import { alertStates } from './alert';
import { JobChanged, ReplicationChanged } from './event';

/**
 * Message that waits in the history until a poll has delivered it. Of the end of an attempt it holds the run only: the event is
 * made from the closed record.
 */
export const OutboxMessage = z.object({
  /** Message ID, and the sort key of the item: `<attempt>#ended`, or `<department>/<job>#<change>#<time>`. */
  id: z.string(),
  /** `department/job`. Not `jobKey`, which would put the item into an index of runs. */
  forJob: z.string(),
  /** Time of the intent, ISO 8601 in UTC. */
  at: z.string(),
  about: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('run-ended'), run: z.string() }),
    /** Daily reminder about a streak, with the facts of its newest attempt. It is a message only, not an event. */
    z.object({ kind: z.literal('reminder'), run: z.string() }),
    z.object({
      kind: z.literal('event'),
      event: z.discriminatedUnion('type', [ReplicationChanged, JobChanged]),
      /** `noted`: nothing clears it later. Absent: as the change usually is, see `noticeOfEvent`. */
      state: z.optional(z.enum(alertStates)),
    }),
  ]),
  /** Decision about a message for people, made once. */
  notice: z.optional(z.enum(notices)),
  /** Steps that are done: `event`, `alerts`, and `channel:<name>` for each channel. */
  done: z.optional(z.array(z.string())),
  /** Last failure to deliver, and the number of them. */
  problem: z.optional(z.string()),
  attempts: z.optional(z.int()),
  /** No poll delivers it before this time: a poll is delivering it, or it failed and waits. */
  notBefore: z.optional(z.string()),
});
export type OutboxMessage = z.infer<typeof OutboxMessage>;

/** Message ID of the reminder that is due at `at`. */
export function reminderId(jobKey: string, at: Date): string {
  return `${jobKey}#reminder#${at.toISOString()}`;
}

/** Time at which a reminder was due, from its message ID. */
export function reminderDue({ id }: Pick<OutboxMessage, 'id'>): string {
  return id.slice(id.lastIndexOf('#') + 1);
}

/** Message ID of a change of a job or of its replication. `at`: ISO 8601 in UTC. */
export function changeId(jobKey: string, change: JobChange | ReplicationChange, at: string): string {
  return `${jobKey}#${change}#${at}`;
}

/** Message ID of a run that did not begin. A late run with the same name has a message of its own end. */
export function missedId(run: string): string {
  return `${run}#missed`;
}

/** Message ID of the correction of a load that was closed before the database said that it holds the rows. */
export function correctedId(run: string): string {
  return `${run}#corrected`;
}

/** Message ID of the end of an attempt. */
export function endedId(run: string): string {
  return `${run}#ended`;
}
