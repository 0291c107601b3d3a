import type { Task } from '../task/task';
import type { Progress } from './run-record';

export function progressOf(task: Task, now: Date): Progress {
  const { statistics } = task;
  return {
    status: task.status,
    percent: statistics?.percent ?? 0,
    tablesLoaded: statistics?.tablesLoaded ?? 0,
    tablesLoading: statistics?.tablesLoading ?? 0,
    tablesQueued: statistics?.tablesQueued ?? 0,
    tablesErrored: statistics?.tablesErrored ?? 0,
    at: now.toISOString(),
  };
}
