import * as z from 'zod/mini';
import { changeModes } from '../../model/mode';
import { goals } from '../task/goal';
import { Failure } from './run-record';

/**
 * A run in flight: what the poll needs to know of it. Written when the run opens, removed when it is closed and its task is
 * gone. It is small on purpose: the poll reads all of them each minute.
 */
export const InFlightRun = z.object({
  run: z.string(),
  forJob: z.string(),
  execution: z.string(),
  since: z.string(),
  goal: z.enum(goals),
  /** Step Functions' task token; present while a state waits for `goal`. */
  token: z.optional(z.string()),
  taskIdentifier: z.optional(z.string()),
  taskArn: z.optional(z.string()),
  start: z.optional(z.object({ requestedAt: z.string(), previousStartedAt: z.optional(z.string()) })),
  /** The task outlives the run: the one task of a CDC job, which no run ever deletes. */
  livesOn: z.optional(z.enum(changeModes)),
  /** How many tables the plan names. */
  expectedTables: z.optional(z.int()),
  /** When a load is given up. */
  deadline: z.optional(z.string()),
  /** Since when DMS has answered without its task. */
  missingSince: z.optional(z.string()),
  /** When DMS was first known to delete its task: from then on an answer without it is believed at once. */
  deletingSince: z.optional(z.string()),
  /** When its token last got a heartbeat or was stored, or its execution was last looked at. */
  touchedAt: z.string(),
  /** Set when nobody waits any more: the poll itself deletes the task, then closes the run with this as its reason. */
  orphanedBy: z.optional(Failure),
});
export type InFlightRun = z.infer<typeof InFlightRun>;

/** A job's lease: one run at a time. */
export const Lease = z.object({ run: z.string(), execution: z.string(), takenAt: z.string() });
export type Lease = z.infer<typeof Lease>;

/** Half of the state machine's HeartbeatSeconds, less a poll or two. */
const touchEverySeconds = 300;

/** Whether it is time to tell Step Functions that the wait is alive, or to see whether the execution still is. */
export function isDueForTouch(inFlightRun: InFlightRun, now: Date): boolean {
  return now.getTime() - Date.parse(inFlightRun.touchedAt) >= touchEverySeconds * 1000;
}
