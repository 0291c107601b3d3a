import * as z from 'zod/mini';
import { Instant } from './instant';

/** Times at which a run reached its milestones. A milestone that was not reached is absent. */
export const Phases = z.object({
  opened: Instant,
  /** The run began to wait for its admission. Absent when it began at once. */
  waited: z.optional(Instant),
  /** A poll admitted it. */
  admitted: z.optional(Instant),
  /** First connection test of this run. Absent when both connections had passed before. */
  connectionsTested: z.optional(Instant),
  taskCreated: z.optional(Instant),
  taskReady: z.optional(Instant),
  startRequested: z.optional(Instant),
  /** CheckSource has checked the source. */
  sourceChecked: z.optional(Instant),
  loadFinished: z.optional(Instant),
  /** A poll saw the task of a CDC job replicate. */
  replicating: z.optional(Instant),
  judged: z.optional(Instant),
  /** PublishSnapshot has published what the job's plan requires. */
  published: z.optional(Instant),
  taskDeleted: z.optional(Instant),
  closed: z.optional(Instant),
});
export type Phases = z.infer<typeof Phases>;
export type Phase = keyof Phases;
