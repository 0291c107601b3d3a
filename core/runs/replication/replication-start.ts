import type { StartFrom } from '../../planning/job-plan';
import { whetherToStart } from '../task/start-step';
import { hasRun, type StartMark, type Task } from '../task/task';
import type { Checkpoint } from './checkpoint';

/** Place where a first start begins: DMS's CdcStartTime or CdcStartPosition, never both. */
export type StartPlace =
  | { readonly kind: 'now' }
  | { readonly kind: 'time'; readonly time: string }
  | { readonly kind: 'position'; readonly position: string };

export type ReplicationStart =
  | {
      readonly do: 'start';
      readonly type: 'start-replication';
      readonly place: StartPlace;
      /** Checkpoint of an earlier task that this start does not continue from. */
      readonly skips?: string;
    }
  | { readonly do: 'start'; readonly type: 'resume-processing' }
  | { readonly do: 'leave' }
  | { readonly do: 'retry' }
  | { readonly do: 'refuse'; readonly error: 'CheckpointMissing'; readonly cause: string };

/**
 * Returns how the one task of a CDC job is made to replicate, from its live status. A running task is left alone, a task that ran
 * is resumed, a task that never ran starts where the job says.
 * See docs/pitfalls.md#wrong-start-type and docs/pitfalls.md#second-start-of-a-cdc-job.
 * `mark` is what the run recorded before its first attempt.
 */
export function replicationStart(
  task: Task,
  mark: StartMark | undefined,
  startFrom: StartFrom,
  checkpoint: Checkpoint | undefined,
): ReplicationStart {
  const next = whetherToStart(task, mark);
  if (next !== 'start') return { do: next };
  return hasRun(task)
    ? { do: 'start', type: 'resume-processing' }
    : firstStart(startFrom, checkpoint?.checkpoint);
}

/** Position with which a task is created; undefined: it starts now or at a time. `checkpoint` is the stored one. */
export function createdPosition(
  startFrom: StartFrom,
  checkpoint: Checkpoint | undefined,
): string | undefined {
  switch (startFrom.kind) {
    case 'position':
      return startFrom.position;
    case 'checkpoint':
      return checkpoint?.checkpoint;
    case 'now':
    case 'time':
      return undefined;
  }
}

function firstStart(startFrom: StartFrom, checkpoint: string | undefined): ReplicationStart {
  switch (startFrom.kind) {
    case 'now':
    case 'time':
    case 'position':
      return {
        do: 'start',
        type: 'start-replication',
        place: startFrom,
        ...(checkpoint === undefined ? {} : { skips: checkpoint }),
      };
    case 'checkpoint':
      if (checkpoint === undefined)
        return {
          do: 'refuse',
          error: 'CheckpointMissing',
          cause:
            'start-from is checkpoint, but no checkpoint of this job is stored; start from now, a time or a position',
        };
      return {
        do: 'start',
        type: 'start-replication',
        place: { kind: 'position', position: checkpoint },
      };
  }
}
