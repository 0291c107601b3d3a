/** A DMS replication task in our words; dates are ISO 8601 UTC. Settings and mappings are left out: they are wide. */
export interface Task {
  readonly arn: string;
  readonly identifier: string;
  /** DMS's word; `kindOf` classifies it. */
  readonly status: string;
  readonly createdAt?: string | undefined;
  /** When it was last started or resumed; absent on a task that never ran. */
  readonly startedAt?: string | undefined;
  readonly stopReason?: string | undefined;
  readonly lastFailureMessage?: string | undefined;
  /** DMS's MigrationType. */
  readonly mode?: string | undefined;
  /** RecoveryCheckpoint: newest when the task is down, and not always there. It is lost with the task (C1). */
  readonly checkpoint?: string | undefined;
  readonly endpoints?: TaskEndpoints | undefined;
  readonly statistics?: TaskStatistics | undefined;
}

/** What a task is bound to: DMS changes none of it later. */
export interface TaskEndpoints {
  readonly sourceEndpointArn: string;
  readonly targetEndpointArn: string;
  readonly replicationInstanceArn: string;
}

export interface TaskStatistics {
  /** 0 to 100. */
  readonly percent: number;
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
 * The reason's bare word, such as `FULL_LOAD_ONLY_FINISHED`. DMS gives it with the prefix `Stop Reason `, alone or at the end
 * of a long error text; the last one counts.
 */
export function stopReasonOf(text: string | undefined): string | undefined {
  return [...(text ?? '').matchAll(/Stop Reason ([A-Z_]+)/g)].at(-1)?.[1];
}

/** What was known of the task right before this run asked it to start. */
export interface StartMark {
  readonly requestedAt: string;
  /** The task's start of an earlier run; absent when it never ran. */
  readonly previousStartedAt?: string | undefined;
}

/**
 * Whether the task's latest start is the one that this run asked for. Compared with the start that was there before, not with
 * our clock, so that a difference between the clocks does not matter.
 */
export function startedByRun(task: Task, mark: StartMark | undefined): boolean {
  const startedAt = task.startedAt ?? task.statistics?.startedAt;
  if (mark === undefined || startedAt === undefined) return false;
  return mark.previousStartedAt === undefined || startedAt > mark.previousStartedAt;
}
