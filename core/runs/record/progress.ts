import * as z from 'zod/mini';
import type { Task } from '../task/task';
import { Instant } from './instant';

/** Progress of a load, as DMS last reported it. */
export const Progress = z.object({
  status: z.string(),
  percent: z.number(),
  tablesLoaded: z.int(),
  tablesLoading: z.int(),
  tablesQueued: z.int(),
  tablesErrored: z.int(),
  at: Instant,
});
export type Progress = z.infer<typeof Progress>;

export function progressOf(task: Task, now: Date): Progress {
  const { statistics } = task;
  return {
    status: task.status,
    percent: statistics?.percent ?? (statistics?.loadFinishedAt === undefined ? 0 : 100),
    tablesLoaded: statistics?.tablesLoaded ?? 0,
    tablesLoading: statistics?.tablesLoading ?? 0,
    tablesQueued: statistics?.tablesQueued ?? 0,
    tablesErrored: statistics?.tablesErrored ?? 0,
    at: now.toISOString(),
  };
}
