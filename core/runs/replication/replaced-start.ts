import {
  type ReplacedJob,
  type TaskReplacement,
  taskReplacement,
} from '../../checks/position/task-replacement';
import type { StartFrom } from '../../planning/job-plan';
import type { Replication } from './replication';

/** Start of a job's task. That of a task which replaces another follows from the replacement, whatever the file says. */
export interface ReplacedStart {
  readonly startFrom: StartFrom;
  /** True if the checkpoint of an earlier task is not where this one has to start. */
  readonly ignoresCheckpoint: boolean;
}

export function replacedStart(startFrom: StartFrom, replacement: Replication['replacement']): ReplacedStart {
  switch (replacement?.start) {
    case undefined:
      return { startFrom, ignoresCheckpoint: false };
    case 'checkpoint':
      return { startFrom: { kind: 'checkpoint' }, ignoresCheckpoint: false };
    // All that came before is in the load, or in another source.
    case 'load':
    case 'start-from':
      return { startFrom, ignoresCheckpoint: startFrom.kind !== 'checkpoint' };
  }
}

/**
 * Returns how a replacement that was begun continues, for the job as it is now: its mode or source may have changed again since its
 * task was deleted. What counts is the task that ran last, not one that never started in between.
 */
export function replacementNow(
  { source, start }: NonNullable<Replication['replacement']>,
  job: ReplacedJob,
  sourceEndpointArn: string,
): TaskReplacement {
  if (source !== undefined)
    return taskReplacement([source === sourceEndpointArn ? 'mode' : 'source endpoint'], job);
  if (job.mode === 'full-load-and-cdc') return { do: 'replace', start: 'load' };
  return { do: 'replace', start: start === 'load' ? 'start-from' : start };
}
