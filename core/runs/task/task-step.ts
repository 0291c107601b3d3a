import { isTaskStatus, type TaskStatus } from '../../model/task-status';
import { type StartMark, startedByRun, type Task, type TaskStatistics } from './task';

/** What a run waits for its task to reach. `none`: it waits for nothing now. */
export const goals = ['none', 'ready', 'load-finished', 'replicating', 'deleted'] as const;
export type Goal = (typeof goals)[number];

/** What to do about a task on its way to a goal. */
export type TaskStep =
  | { readonly do: 'wait' }
  | { readonly do: 'arrive' }
  | { readonly do: 'stop' }
  | { readonly do: 'delete' }
  | {
      readonly do: 'give-up';
      readonly error: 'TaskDisappeared' | 'MaxDurationExceeded';
      readonly cause: string;
    };

export interface Pursuit {
  readonly goal: Goal;
  readonly start?: StartMark | undefined;
  /** ISO 8601; a load that is not over by then is given up. */
  readonly deadline?: string | undefined;
  /** How many tables the plan names. */
  readonly expectedTables?: number | undefined;
  /** The mode of a CDC job, whose task outlives the run. */
  readonly livesOn?: 'cdc' | 'full-load-and-cdc' | undefined;
  readonly taskArn?: string | undefined;
  /** ISO 8601; since when DMS has answered without the task. */
  readonly missingSince?: string | undefined;
  /** ISO 8601; when DMS was first known to delete the task. */
  readonly deletingSince?: string | undefined;
}

const wait: TaskStep = { do: 'wait' };
const arrive: TaskStep = { do: 'arrive' };

/**
 * The next step for a task, from what DMS says of it now; `task` is undefined when DMS knows none.
 * A status that the guide does not document waits: the time limits end it.
 */
export function taskStep(pursuit: Pursuit, task: Task | undefined, now: Date): TaskStep {
  switch (pursuit.goal) {
    case 'none':
      return wait;
    case 'ready':
      return task === undefined ? missing(pursuit, now) : towardsReady(task);
    case 'load-finished':
      return withinTime(
        task === undefined ? missing(pursuit, now) : towardsFinish(task, pursuit.start),
        pursuit,
        now,
      );
    case 'replicating':
      return withinTime(
        task === undefined ? missing(pursuit, now) : towardsReplicating(task, pursuit, now),
        pursuit,
        now,
      );
    case 'deleted':
      if (pursuit.livesOn !== undefined) return arrive;
      if (task !== undefined) return towardsDeleted(task);
      return isGone(pursuit, now) ? arrive : wait;
  }
}

const believedMissingAfter = 180_000;

/** Describe lags behind: a single answer without the task proves nothing. */
export function isMissingForGood(missingSince: string | undefined, now: Date): boolean {
  return missingSince !== undefined && now.getTime() - Date.parse(missingSince) >= believedMissingAfter;
}

function missing({ missingSince }: Pursuit, now: Date): TaskStep {
  return isMissingForGood(missingSince, now) ? disappeared() : wait;
}

function isGone({ taskArn, deletingSince, missingSince }: Pursuit, now: Date): boolean {
  return taskArn === undefined || deletingSince !== undefined || isMissingForGood(missingSince, now);
}

function towardsReady(task: Task): TaskStep {
  if (!isTaskStatus(task.status)) return wait;
  switch (task.status) {
    case 'creating':
    case 'modifying':
    case 'moving':
    case 'testing':
      return wait;
    case 'deleting':
      return disappeared(task);
    case 'ready':
    case 'starting':
    case 'running':
    case 'stopping':
    case 'stopped':
    case 'failed':
    case 'failed-move':
      return arrive;
  }
}

function towardsFinish(task: Task, start: StartMark | undefined): TaskStep {
  if (!isTaskStatus(task.status)) return wait;
  switch (task.status) {
    // A load may be over before anybody saw `running`, and Describe may lag behind an accepted start.
    case 'creating':
    case 'ready':
    case 'starting':
    case 'running':
    case 'stopping':
    case 'modifying':
    case 'moving':
    case 'testing':
      return wait;
    case 'stopped':
      return startedByRun(task, start) ? arrive : wait;
    case 'failed':
      return startedByRun(task, start) || failedAtStart(task) ? arrive : wait;
    case 'failed-move':
      return arrive;
    case 'deleting':
      return disappeared(task);
  }
}

/**
 * `cdc` has arrived when it runs, `full-load-and-cdc` when its load is complete as well: no status and no event of DMS says
 * so, only the statistics (C4). One that went down again arrives too, to be judged.
 */
function towardsReplicating(task: Task, pursuit: Pursuit, now: Date): TaskStep {
  const { start, livesOn } = pursuit;
  if (task.status !== 'running') return towardsFinish(task, start);
  if (livesOn !== 'full-load-and-cdc') return arrive;
  return isLoadComplete(task.statistics) && !isLoadOfBefore(task.statistics, pursuit, now) ? arrive : wait;
}

const statisticsTrail = 120_000;

/**
 * A task that resumes shows the statistics of its earlier load, complete, until it has met the tables that its plan has gained.
 * After two minutes they count: a table that DMS never meets is the judge's business.
 */
function isLoadOfBefore(
  statistics: TaskStatistics | undefined,
  { start, expectedTables }: Pursuit,
  now: Date,
): boolean {
  if (start?.previousStartedAt === undefined || expectedTables === undefined || statistics === undefined)
    return false;
  const { tablesLoaded, tablesErrored } = statistics;
  const sinceStart = now.getTime() - Date.parse(start.requestedAt);
  return tablesLoaded + tablesErrored < expectedTables && sinceStart < statisticsTrail;
}

/** A load that has begun with no table at all reports 100 percent as well, so tables have to be there. */
export function isLoadComplete(statistics: TaskStatistics | undefined): boolean {
  if (statistics === undefined) return false;
  const { percent, tablesLoaded, tablesErrored, tablesLoading, tablesQueued } = statistics;
  return percent >= 100 && tablesLoading === 0 && tablesQueued === 0 && tablesLoaded + tablesErrored > 0;
}

function towardsDeleted(task: Task): TaskStep {
  if (!isTaskStatus(task.status)) return wait;
  switch (task.status) {
    case 'running':
      return { do: 'stop' };
    case 'ready':
    case 'stopped':
    case 'failed':
    case 'failed-move':
    case 'moving':
      return { do: 'delete' };
    case 'creating':
    case 'starting':
    case 'stopping':
    case 'modifying':
    case 'testing':
    case 'deleting':
      return wait;
  }
}

/** How a task can be brought to run its load, from its live status and never from configuration. */
export type StartType = 'start-replication' | 'reload-target';
export type StartStep =
  | { readonly do: 'start'; readonly type: StartType }
  | { readonly do: 'leave' }
  | { readonly do: 'retry' };

/**
 * `start-replication` is only right for a task that never ran; one that ran before this run asked is reloaded.
 * `mark` is what the run wrote down before its first attempt, if there was one.
 */
export function startStep(task: Task, mark: StartMark | undefined): StartStep {
  if (!isTaskStatus(task.status)) return { do: 'retry' };
  const status: TaskStatus = task.status;
  switch (status) {
    case 'starting':
    case 'running':
      return { do: 'leave' };
    case 'ready':
    case 'stopped':
    case 'failed':
    case 'failed-move':
      if (startedByRun(task, mark)) return { do: 'leave' };
      return { do: 'start', type: hasRun(task) ? 'reload-target' : 'start-replication' };
    case 'stopping':
      return startedByRun(task, mark) ? { do: 'leave' } : { do: 'retry' };
    case 'creating':
    case 'modifying':
    case 'moving':
    case 'testing':
    case 'deleting':
      return { do: 'retry' };
  }
}

export function hasRun(task: Task): boolean {
  return task.startedAt !== undefined || task.statistics?.startedAt !== undefined;
}

function failedAtStart(task: Task): boolean {
  return !hasRun(task);
}

function withinTime(step: TaskStep, pursuit: Pursuit, now: Date): TaskStep {
  if (step.do !== 'wait' || pursuit.deadline === undefined || now.toISOString() < pursuit.deadline)
    return step;
  return {
    do: 'give-up',
    error: 'MaxDurationExceeded',
    cause: `${pursuit.goal === 'replicating' ? 'the task did not replicate' : 'the load was not over'} by ${pursuit.deadline}; raise the job's max-duration, or load fewer tables a job`,
  };
}

function disappeared(task?: Task): TaskStep {
  const how = task === undefined ? 'DMS no longer knows the task' : 'the task is being deleted';
  return {
    do: 'give-up',
    error: 'TaskDisappeared',
    cause: `${how}, and not by this run; see who deleted it in CloudTrail (DeleteReplicationTask)`,
  };
}
