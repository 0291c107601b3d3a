import * as z from 'zod/mini';
import { outcomes } from '../record/verdict-shape';

/** Last message about a job's trouble. `reminder`: at most one per day. */
export const noticeKinds = ['first', 'reminder', 'recovered'] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** Decision about a message for people. `each`: the policy asks for every one. */
export const notices = [...noticeKinds, 'each', 'none'] as const;
export type Notice = (typeof notices)[number];

/**
 * State of one job or load, in one item. Attributes are written independently of each other, each with a condition, so two writers
 * never lose each other's work. Times are ISO 8601 in UTC.
 */
export const JobState = z.object({
  /** `department/job`, or `department/load`. */
  forJob: z.string(),
  /** Newest run and the time at which it opened. Absent for a job that never ran. */
  run: z.optional(z.string()),
  openedAt: z.optional(z.string()),
  /** Scheduled time of the newest run that a schedule opened, as EventBridge Scheduler writes it. */
  lastScheduled: z.optional(z.string()),
  /** Time at which a poll first saw the job deployed and enabled. */
  knownSince: z.optional(z.string()),
  /** Attempt that was settled last: its message ID, and the decision about its message. */
  settled: z.optional(z.object({ id: z.string(), notice: z.enum(notices) })),
  /** Newest attempt that ended and counts: not skipped, not cancelled. */
  ended: z.optional(z.object({ run: z.string(), at: z.string(), outcome: z.enum(outcomes) })),
  /** Last attempt that loaded data: `succeeded` or `succeeded-with-table-errors`. */
  succeeded: z.optional(z.object({ run: z.string(), at: z.string() })),
  /** Streak of attempts that were not good. Absent while all is well. */
  trouble: z.optional(
    z.object({
      /** End of the first attempt of the streak. */
      since: z.string(),
      /** First attempt of the streak. */
      run: z.string(),
      /** Attempts in the streak. */
      attempts: z.int(),
      /** Failures in a row, for `pause-after`: missed runs and runs with table errors do not count. */
      failures: z.int(),
    }),
  ),
  /** Last message about the streak. Absent without a streak that was notified. */
  notified: z.optional(z.object({ kind: z.enum(noticeKinds), at: z.string(), run: z.string() })),
  /** `by`: a person, or `pause-after`. */
  paused: z.optional(z.object({ at: z.string(), by: z.string(), reason: z.string() })),
  /** Last time that the data was older than `fresh-within`. See `staleNow`. */
  stale: z.optional(
    z.object({
      /** Time at which it became so. */
      since: z.string(),
      /** Nobody was notified. */
      silent: z.optional(z.boolean()),
      /** End of the time before, if that is later than `since`: the limit was changed. */
      again: z.optional(z.string()),
      /** Time at which a poll saw fresh data. Absent while the data is too old. */
      over: z.optional(z.string()),
    }),
  ),
  /** Run that was reported to hold the job's lease for too long, and the time at which it began. Absent when it is over. */
  held: z.optional(z.object({ run: z.string(), since: z.string() })),
  /**
   * Each time of this schedule up to `through` has a first attempt or a `missed` record, or was paused or disabled. `shown`: a run
   * has shown the phase of a rate.
   */
  scheduled: z.optional(
    z.object({ by: z.string(), through: z.string(), shown: z.optional(z.literal(true)) }),
  ),
});
export type JobState = z.infer<typeof JobState>;
