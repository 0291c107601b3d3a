import { kindOf } from '../../model/task-status';
import type { InFlightRun } from '../record/in-flight-run';
import type { RunRecord } from '../record/run-record';
import type { Replication } from '../replication/replication';
import { hasRun, type Task } from '../task/task';
import { isOld } from './leftover';

export interface TaskFacts {
  readonly task: Task;
  readonly tags: Readonly<Record<string, string>>;
  /** Record of the run in its tags. Absent: it expired. */
  readonly record: Pick<RunRecord, 'phases'> | undefined;
  readonly inFlight: readonly Pick<InFlightRun, 'run' | 'forJob' | 'taskArn' | 'taskIdentifier'>[];
  /** The CDC job in its tags, as the history knows it. */
  readonly replication: Pick<Replication, 'taskArn'> | undefined;
}

/**
 * Returns true for the task of an ended full load of this environment, and for the task of a CDC job that no run has recorded.
 * The task that a CDC job has holds a position in the source's log, so it never counts.
 */
export function isLeftTask(environment: string, facts: TaskFacts, now: Date): boolean {
  const { task, tags, record, inFlight } = facts;
  const run = tags['lakeferry:run'];
  if (tags['lakeferry:environment'] !== environment) return false;
  if (run === undefined) return isUnrecorded(facts, now);
  if (task.mode !== 'full-load' || task.checkpoint !== undefined) return false;
  const isInFlight = inFlight.some(
    (one) => one.run === run || one.taskArn === task.arn || one.taskIdentifier === task.identifier,
  );
  if (isInFlight || !isOld(task.createdAt, now)) return false;
  if (record !== undefined && !isOld(record.phases.closed, now)) return false;
  return isMovable(task.status);
}

/** `department/job` in the tags of a task. */
export function jobOfTags(tags: Readonly<Record<string, string>>): string | undefined {
  const { 'lakeferry:department': department, 'lakeferry:job': job } = tags;
  return department === undefined || job === undefined ? undefined : `${department}/${job}`;
}

/** A run that ended right after the creation has not recorded the task. The job's next run starts it, but there may be none. */
function isUnrecorded({ task, tags, inFlight, replication }: TaskFacts, now: Date): boolean {
  const job = jobOfTags(tags);
  if (job === undefined || inFlight.some(({ forJob }) => forJob === job)) return false;
  if (hasRun(task) || task.checkpoint !== undefined || replication?.taskArn === task.arn) return false;
  return task.status === 'ready' && isOld(task.createdAt, now);
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
