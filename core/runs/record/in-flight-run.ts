import * as z from 'zod/mini';
import { changeModes } from '../../model/mode';
import { goals } from '../task/goal';
import { SeenTask } from '../task/seen-task';
import { Cancellation } from './cancellation';
import { DmsWait } from '../task/dms-wait';
import { Failure } from './failure';
import type { Phases } from './phases';

/** Resources whose runs at the same time can have a limit. */
export const limited = ['source', 'replicationInstance'] as const;
export type Limited = (typeof limited)[number];

/** Wait of a run for its admission. It counts for no limit. */
export const Waits = z.object({
  /** Time at which it stops waiting, and is skipped. */
  until: z.string(),
  /** True if it holds its job's lease, and waits for a limit only. */
  leased: z.boolean(),
  /** Limits of its plan, by the name of the resource that people know. */
  limits: z.array(z.object({ of: z.enum(limited), name: z.string(), most: z.int() })),
  /** Reason, as people see it. */
  text: z.string(),
});
export type Waits = z.infer<typeof Waits>;

/**
 * Item of a run in flight, for polls. It is written when the run opens, and removed when the run is closed and its task is gone.
 * It is small because each poll reads all of them.
 */
export const InFlightRun = z.object({
  run: z.string(),
  forJob: z.string(),
  execution: z.string(),
  since: z.string(),
  goal: z.enum(goals),
  /** ARNs of what the run uses, for limits and holds. Absent in items of earlier versions, which count for no limit. */
  uses: z.optional(
    z.object({ source: z.string(), replicationInstance: z.string(), target: z.optional(z.string()) }),
  ),
  /** Present while the run is not admitted. */
  waits: z.optional(Waits),
  /** Time at which a poll admitted the run. Absent for a run that began at once. */
  admittedAt: z.optional(z.string()),
  /** Task token of Step Functions. Present while a state waits for `goal`. */
  token: z.optional(z.string()),
  /** Last wait of CreateTask or StartTask for DMS. It counts while `goal` is one of theirs. */
  dmsWait: z.optional(DmsWait),
  taskIdentifier: z.optional(z.string()),
  taskArn: z.optional(z.string()),
  start: z.optional(
    z.object({
      requestedAt: z.string(),
      previousStartedAt: z.optional(z.string()),
      isLeft: z.optional(z.boolean()),
    }),
  ),
  /** Mode of a CDC job, whose one task outlives the run: no run deletes it. */
  livesOn: z.optional(z.enum(changeModes)),
  /** Last answer of DMS about the task that the run acts on. */
  seen: z.optional(SeenTask),
  /** Times at which a poll saw the task arrive. The next function writes them into the run's record. */
  taskReadyAt: z.optional(z.string()),
  loadFinishedAt: z.optional(z.string()),
  replicatingAt: z.optional(z.string()),
  /** Number of tables in the plan. */
  expectedTables: z.optional(z.int()),
  /** Time at which a load that is not over fails. */
  deadline: z.optional(z.string()),
  /** Time since which DMS has answered without its task. */
  missingSince: z.optional(z.string()),
  /** Time of the last such answer that was recorded. */
  missedAt: z.optional(z.string()),
  /** Time at which DMS was first seen to delete its task. After it, one answer about the task alone proves that it is gone. */
  deletingSince: z.optional(z.string()),
  /** Time at which DMS paused reading for its task. Absent: it reads. */
  readingPausedAt: z.optional(z.string()),
  /** Time at which its token was stored or got a heartbeat, or its execution was described. */
  touchedAt: z.string(),
  /** Set when somebody asked to cancel the run: a poll stops its execution. */
  cancelRequest: z.optional(Cancellation),
  /** Reason to close the run, when no state waits for it any more: a poll deletes its task and closes it. */
  orphanedBy: z.optional(Failure),
  /** Time at which that was seen. Absent: an earlier version wrote it. */
  orphanedAt: z.optional(z.string()),
});
export type InFlightRun = z.infer<typeof InFlightRun>;

/** Milestones of the run's record that only its item in flight has until the next function writes the record. */
export function arrivalsOf(
  inFlightRun: InFlightRun | undefined,
): Pick<Phases, 'taskReady' | 'loadFinished' | 'replicating'> {
  return {
    taskReady: inFlightRun?.taskReadyAt,
    loadFinished: inFlightRun?.loadFinishedAt,
    replicating: inFlightRun?.replicatingAt,
  };
}

/** Lease of a job, which one run holds at a time. */
export const Lease = z.object({ run: z.string(), execution: z.string(), takenAt: z.string() });
export type Lease = z.infer<typeof Lease>;

/** Returns true for a run that waits for its admission. */
export function isWaiting(run: InFlightRun): run is InFlightRun & { readonly waits: Waits } {
  const ends = run.orphanedBy !== undefined || run.cancelRequest !== undefined;
  return run.waits !== undefined && !ends;
}

/** Half of the state machine's HeartbeatSeconds, minus one or two polls. */
const touchEverySeconds = 300;

/** Returns true when Step Functions needs a heartbeat, or the execution has to be checked. */
export function isDueForTouch(inFlightRun: InFlightRun, now: Date): boolean {
  return now.getTime() - Date.parse(inFlightRun.touchedAt) >= touchEverySeconds * 1000;
}
