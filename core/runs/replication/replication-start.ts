import { isTaskStatus } from '../../model/task-status';
import type { StartFrom } from '../../planning/job-plan';
import { type StartMark, startedByRun, type Task } from '../task/task';
import { hasRun } from '../task/task-step';
import type { Checkpoint } from './replication';

/** Where a first start begins: DMS's CdcStartTime or CdcStartPosition, never both. */
export type StartPlace =
  | { readonly kind: 'now' }
  | { readonly kind: 'time'; readonly time: string }
  | { readonly kind: 'position'; readonly position: string };

export type ReplicationStart =
  | {
      readonly do: 'start';
      readonly type: 'start-replication';
      readonly place: StartPlace;
      /** A checkpoint of an earlier task that this start does not go on from. */
      readonly skips?: string;
    }
  | { readonly do: 'start'; readonly type: 'resume-processing' }
  | { readonly do: 'leave' }
  | { readonly do: 'retry' }
  | { readonly do: 'refuse'; readonly error: 'CheckpointMissing'; readonly cause: string };

/**
 * How the one task of a CDC job is brought to replicate, from its live status (L8, L12): one that runs is left alone, one that
 * ran is resumed, one that never ran is started where the job says. `mark` is what the run wrote down before its first attempt.
 */
export function replicationStart(
  task: Task,
  mark: StartMark | undefined,
  startFrom: StartFrom,
  checkpointStore: Checkpoint | undefined,
): ReplicationStart {
  if (!isTaskStatus(task.status)) return { do: 'retry' };
  switch (task.status) {
    case 'starting':
    case 'running':
      return { do: 'leave' };
    case 'ready':
    case 'stopped':
    case 'failed':
    case 'failed-move':
      if (startedByRun(task, mark)) return { do: 'leave' };
      return hasRun(task)
        ? { do: 'start', type: 'resume-processing' }
        : firstStart(startFrom, checkpointStore);
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

function firstStart(startFrom: StartFrom, checkpointStore: Checkpoint | undefined): ReplicationStart {
  const start = (place: StartPlace): ReplicationStart => ({
    do: 'start',
    type: 'start-replication',
    place,
    ...(checkpointStore === undefined ? {} : { skips: checkpointStore.checkpoint }),
  });
  switch (startFrom.kind) {
    case 'now':
    case 'time':
    case 'position':
      return start(startFrom);
    case 'checkpoint':
      if (checkpointStore === undefined)
        return {
          do: 'refuse',
          error: 'CheckpointMissing',
          cause:
            'start-from is checkpoint and the checkpoint store of the job is empty; start from now, a time or a position',
        };
      return {
        do: 'start',
        type: 'start-replication',
        place: { kind: 'position', position: checkpointStore.checkpoint },
      };
  }
}
