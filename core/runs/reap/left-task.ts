import { kindOf } from '../../model/task-status';
import type { InFlightRun } from '../record/in-flight-run';
import type { RunRecord } from '../record/run-record';
import type { Task } from '../task/task';
import { isOld } from './leftover';

export interface TaskFacts {
  readonly task: Task;
  readonly tags: Readonly<Record<string, string>>;
  /** Record of the run in its tags. Absent: it expired. */
  readonly record: Pick<RunRecord, 'phases'> | undefined;
  readonly inFlight: readonly Pick<InFlightRun, 'run' | 'taskArn' | 'taskIdentifier'>[];
}

/**
 * Returns true for the task of an ended full load of this environment. The task of a CDC job has no run in its tags and holds a
 * position in the source's log, so it never counts.
 */
export function isLeftTask(
  environment: string,
  { task, tags, record, inFlight }: TaskFacts,
  now: Date,
): boolean {
  const run = tags['lakeferry:run'];
  if (run === undefined || tags['lakeferry:environment'] !== environment) return false;
  if (task.mode !== 'full-load' || task.checkpoint !== undefined) return false;
  const isInFlight = inFlight.some(
    (one) => one.run === run || one.taskArn === task.arn || one.taskIdentifier === task.identifier,
  );
  if (isInFlight || !isOld(task.createdAt, now)) return false;
  if (record !== undefined && !isOld(record.phases.closed, now)) return false;
  return isMovable(task.status);
}

/** Returns true when DMS can stop or delete a task of this status now. */
function isMovable(status: string): boolean {
  switch (kindOf(status)) {
    case 'ready':
    case 'running':
    case 'down':
      return true;
    case 'changing':
    case 'starting':
    case 'stopping':
    case 'deleting':
    case 'unknown':
      return false;
  }
}
