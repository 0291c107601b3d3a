import type { StartType, Task, TaskRun } from '../resources';

/** Run of a task that starts now. A resumed run keeps the tables and the completed load of the one before. */
export function newRun(task: Task, type: StartType, startPosition: string | undefined, now: Date): TaskRun {
  const before = type === 'resume-processing' ? task.run : undefined;
  return {
    type,
    startPosition,
    startedAt: now,
    freshStartedAt: before?.freshStartedAt ?? now,
    loadStartedAt: undefined,
    loadFinishedAt: undefined,
    loadedBefore:
      before?.loadFinishedAt === undefined
        ? before?.loadedBefore
        : { startedAt: before.loadStartedAt, finishedAt: before.loadFinishedAt },
    stoppedAt: undefined,
    capture: undefined,
    reload: undefined,
    tables: [...(before?.tables ?? [])],
    reloads: [],
    stop: new AbortController(),
  };
}
