import { kindOf } from '../../model/task-status';
import type { Pursuit } from './goal';
import { isEarlierLoad, isLoadComplete } from './load-complete';
import { hasLeftStart, hasRun, type StartMark, startedByRun, type Task } from './task';

/** Next step for a task on its way to a goal. */
export type TaskStep =
  | { readonly do: 'wait' }
  | { readonly do: 'arrive' }
  | { readonly do: 'stop' }
  | { readonly do: 'delete' }
  | {
      readonly do: 'give-up';
      readonly error: 'TaskDisappeared' | 'MaxDurationExceeded' | 'TaskNotOurs';
      readonly cause: string;
    };

const wait: TaskStep = { do: 'wait' };
const arrive: TaskStep = { do: 'arrive' };

/**
 * Returns the next step from what DMS says about the task now; `task` is undefined when DMS has none.
 * A status that the guide does not document waits until a time limit ends the wait.
 */
export function taskStep(pursuit: Pursuit, task: Task | undefined, now: Date): TaskStep {
  switch (pursuit.goal) {
    case 'none':
      return wait;
    // Their steps are in `wait-step.ts`.
    case 'connections-tested':
    case 'identifier-free':
    case 'settled':
      return wait;
    case 'admitted':
      return towardsAdmission(pursuit, now);
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

/** Returns the next step while DMS does not answer: then only time and the run itself decide. */
export function stepWithoutAnswer(pursuit: Pursuit, now: Date): TaskStep {
  switch (pursuit.goal) {
    case 'none':
    case 'connections-tested':
    case 'identifier-free':
    case 'settled':
    case 'ready':
      return wait;
    case 'admitted':
      return towardsAdmission(pursuit, now);
    case 'load-finished':
    case 'replicating':
      return withinTime(wait, pursuit, now);
    case 'deleted':
      return pursuit.livesOn === undefined ? wait : arrive;
  }
}

/** Arrives when the run is admitted, and when it has waited for too long: then OpenRun skips it. */
function towardsAdmission({ waits }: Pursuit, now: Date): TaskStep {
  return waits === undefined || now.toISOString() >= waits.until ? arrive : wait;
}

const believedMissingAfter = 180_000;

/** Returns true after three minutes of answers without the task. One answer proves nothing: Describe is eventually consistent. */
export function isMissingForGood(missingSince: string | undefined, now: Date): boolean {
  return missingSince !== undefined && now.getTime() - Date.parse(missingSince) >= believedMissingAfter;
}

function missing({ missingSince }: Pursuit, now: Date): TaskStep {
  return isMissingForGood(missingSince, now) ? disappeared('DMS no longer has the task') : wait;
}

function isGone(pursuit: Pursuit, now: Date): boolean {
  const { deletingSince, missingSince } = pursuit;
  return !mayHaveTask(pursuit) || deletingSince !== undefined || isMissingForGood(missingSince, now);
}

/** Returns true from the moment before a task is created. Its ARN is known later, or never, when the creator was killed. */
export function mayHaveTask({
  taskArn,
  taskIdentifier,
}: Pick<Pursuit, 'taskArn' | 'taskIdentifier'>): boolean {
  return taskArn !== undefined || taskIdentifier !== undefined;
}

function towardsReady({ status }: Task): TaskStep {
  switch (kindOf(status)) {
    case 'changing':
    case 'unknown':
      return wait;
    case 'deleting':
      return disappeared('DMS is deleting the task');
    case 'ready':
    case 'starting':
    case 'running':
    case 'stopping':
    case 'down':
      return arrive;
  }
}

function towardsFinish(task: Task, start: StartMark | undefined): TaskStep {
  switch (kindOf(task.status)) {
    // A load may be over before a poll has seen `running`, and Describe may lag behind an accepted start.
    case 'changing':
    case 'ready':
    case 'starting':
    case 'running':
    case 'stopping':
    case 'unknown':
      return wait;
    case 'down':
      return isOver(task, start) ? arrive : wait;
    case 'deleting':
      return disappeared('DMS is deleting the task');
  }
}

/** Returns true when this run's load is over, the task that it left running is down, or the task failed before it could begin. */
function isOver(task: Task, start: StartMark | undefined): boolean {
  if (task.status === 'failed-move' || startedByRun(task, start) || hasLeftStart(task, start)) return true;
  return task.status === 'failed' && !hasRun(task);
}

/**
 * `cdc` arrives when the task runs, `full-load-and-cdc` when its load is complete as well. Only the statistics say so: DMS has
 * neither a status nor an event for it (docs/pitfalls.md#full-load-followed-by-changes).
 * A task that went down again arrives too, and is judged.
 */
function towardsReplicating(task: Task, pursuit: Pursuit, now: Date): TaskStep {
  const { start, livesOn } = pursuit;
  if (task.status !== 'running') return towardsFinish(task, start);
  if (livesOn !== 'full-load-and-cdc') return arrive;
  return isLoadComplete(task.statistics) && !isEarlierLoad(task.statistics, pursuit, now) ? arrive : wait;
}

export function towardsDeleted({ status }: Task): TaskStep {
  switch (kindOf(status)) {
    case 'running':
      return { do: 'stop' };
    case 'ready':
    case 'down':
      return { do: 'delete' };
    case 'changing':
      return status === 'moving' ? { do: 'delete' } : wait;
    case 'starting':
    case 'stopping':
    case 'deleting':
    case 'unknown':
      return wait;
  }
}

function withinTime(step: TaskStep, { goal, deadline }: Pursuit, now: Date): TaskStep {
  if (step.do !== 'wait' || deadline === undefined || now.toISOString() < deadline) return step;
  const missed = goal === 'replicating' ? 'the task did not replicate' : 'the load was not over';
  return {
    do: 'give-up',
    error: 'MaxDurationExceeded',
    cause: `${missed} by ${deadline}; raise the job's max-duration, or load fewer tables per job`,
  };
}

function disappeared(how: string): TaskStep {
  return {
    do: 'give-up',
    error: 'TaskDisappeared',
    cause: `${how}, and this run did not ask for it; CloudTrail shows who deleted it (DeleteReplicationTask)`,
  };
}
