import * as z from 'zod/mini';
import type { Pursuit } from './goal';
import type { Task } from './task';

/** Answer of DMS about the task of a run in flight, without what its item says already. Times are ISO 8601. */
export const SeenTask = z.object({
  /** Time of the answer. */
  at: z.string(),
  status: z.string(),
  createdAt: z.optional(z.string()),
  startedAt: z.optional(z.string()),
  stopReason: z.optional(z.string()),
  lastFailureMessage: z.optional(z.string()),
  mode: z.optional(z.string()),
  checkpoint: z.optional(z.string()),
  statistics: z.optional(
    z.object({
      percent: z.optional(z.number()),
      tablesLoaded: z.int(),
      tablesLoading: z.int(),
      tablesQueued: z.int(),
      tablesErrored: z.int(),
      startedAt: z.optional(z.string()),
      stoppedAt: z.optional(z.string()),
      loadStartedAt: z.optional(z.string()),
      loadFinishedAt: z.optional(z.string()),
    }),
  ),
});
export type SeenTask = z.infer<typeof SeenTask>;

type Seeing = Pick<Pursuit, 'taskArn' | 'taskIdentifier'> & { readonly seen?: SeenTask | undefined };

export function seenOf(task: Task, now: Date): SeenTask {
  const { arn: _arn, identifier: _identifier, endpoints: _endpoints, ...seen } = task;
  return { ...seen, at: now.toISOString() };
}

/** Time that an answer counts for a decision of the same run, which may wait up to a minute for its DMS requests. */
const recentMs = 120_000;

/**
 * Task as DMS described it at most two minutes ago. Undefined: it has to be described again. A decision that an older answer can
 * make wrong needs a description of its own.
 */
export function recentlySeen({ taskArn, taskIdentifier, seen }: Seeing, now: Date): Task | undefined {
  if (taskArn === undefined || taskIdentifier === undefined || seen === undefined) return undefined;
  const { at, ...task } = seen;
  const age = now.getTime() - Date.parse(at);
  return age <= recentMs ? { ...task, arn: taskArn, identifier: taskIdentifier } : undefined;
}
