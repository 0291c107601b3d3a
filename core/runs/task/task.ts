/** DMS replication task without its settings and mappings, which are large. Times are ISO 8601 in UTC. */
export interface Task {
  readonly arn: string;
  readonly identifier: string;
  /** DMS's word. `kindOf` classifies it. */
  readonly status: string;
  readonly createdAt?: string | undefined;
  /** Time of the last start or resume. Absent on a task that never ran. */
  readonly startedAt?: string | undefined;
  readonly stopReason?: string | undefined;
  readonly lastFailureMessage?: string | undefined;
  /** DMS's MigrationType. */
  readonly mode?: string | undefined;
  /**
   * RecoveryCheckpoint: newest when the task is down, and not always present.
   * It is lost with the task (docs/pitfalls.md#checkpoint-lost-with-the-task).
   */
  readonly checkpoint?: string | undefined;
  readonly endpoints?: TaskEndpoints | undefined;
  readonly statistics?: TaskStatistics | undefined;
}

/** Endpoints and instance of a task, which DMS cannot change later. */
export interface TaskEndpoints {
  readonly sourceEndpointArn: string;
  readonly targetEndpointArn: string;
  readonly replicationInstanceArn: string;
}

export function arnsOf({
  sourceEndpointArn,
  targetEndpointArn,
  replicationInstanceArn,
}: TaskEndpoints): readonly string[] {
  return [sourceEndpointArn, targetEndpointArn, replicationInstanceArn];
}

export interface TaskStatistics {
  /** 0 to 100. DMS may leave it out. */
  readonly percent?: number | undefined;
  readonly tablesLoaded: number;
  readonly tablesLoading: number;
  readonly tablesQueued: number;
  readonly tablesErrored: number;
  readonly startedAt?: string | undefined;
  readonly stoppedAt?: string | undefined;
  readonly loadStartedAt?: string | undefined;
  readonly loadFinishedAt?: string | undefined;
}

/**
 * Returns the stop reason without its prefix, such as `FULL_LOAD_ONLY_FINISHED`. DMS writes `Stop Reason ` before it, alone or
 * at the end of a long error text, where the last one counts.
 */
export function stopReasonOf(text: string | undefined): string | undefined {
  return [...(text ?? '').matchAll(/Stop Reason ([A-Z_]+)/g)].at(-1)?.[1];
}

/** State of a task right before a run starts it. */
export interface StartMark {
  readonly requestedAt: string;
  /** Start by an earlier run. Absent when the task never ran. */
  readonly previousStartedAt?: string | undefined;
  /** True when the run found the task of a CDC job running, and left it alone. */
  readonly isLeft?: boolean | undefined;
}

/**
 * Returns true when this run made the task's latest start. It compares with the start before, not with our clock, so that
 * a difference between the clocks does not matter.
 */
export function startedByRun(task: Task, mark: StartMark | undefined): boolean {
  const startedAt = task.startedAt ?? task.statistics?.startedAt;
  if (mark === undefined || startedAt === undefined) return false;
  return mark.previousStartedAt === undefined || startedAt > mark.previousStartedAt;
}

/**
 * Returns true when the task has the start that the run found and left, or a newer one. An older answer of DMS has an older start.
 */
export function hasLeftStart(task: Task, mark: StartMark | undefined): boolean {
  const startedAt = task.startedAt ?? task.statistics?.startedAt;
  if (mark?.isLeft !== true || startedAt === undefined) return false;
  return mark.previousStartedAt === undefined || startedAt >= mark.previousStartedAt;
}

/** Returns true while a task that follows changes still loads tables. */
export function isLoading({ mode, statistics }: Pick<Task, 'mode' | 'statistics'>): boolean {
  if (mode === 'cdc' || statistics === undefined) return false;
  return statistics.tablesLoading + statistics.tablesQueued > 0;
}

export function hasRun(task: Task): boolean {
  return task.startedAt !== undefined || task.statistics?.startedAt !== undefined;
}
