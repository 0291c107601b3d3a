import type { StartFrom } from '../../planning/job-plan';
import type { Checkpoint, Replication } from './replication';
import { isSlotOf } from './slot-findings';

/** From where on a run will have the source's log read. What is not known is absent. */
export interface NeededLog {
  /** `start`: no task has read anything yet; `resume`: one stands that goes on. */
  readonly begins: 'start' | 'resume';
  /** Who says so, for a sentence: `start-from`, `the checkpoint of 2026-03-01T09:00:00.000Z`. */
  readonly said: string;
  /** In the engine's words: an SCN, a binlog `file:position`, an LSN. */
  readonly position?: string;
  /** The log of this moment is needed, and all that follows. ISO 8601 in UTC. */
  readonly since?: string;
  /** Name of the replication slot that a PostgreSQL source keeps it for, as it was last seen. */
  readonly slot?: string;
  /** The task whose slot that is: made anew, for a reload, it has another name. */
  readonly slotOf?: string;
}

type Known = Pick<Replication, 'taskArn' | 'seen' | 'slot'>;

/**
 * Undefined where no log of the past is needed, or nothing tells which: a task that runs, a first start from now. `known` and `checkpoint store` are
 * those of the job; a task's own words count only while it is the job's.
 */
export function neededLog(
  startFrom: StartFrom,
  known: Known | undefined,
  checkpointStore: Checkpoint | undefined,
): NeededLog | undefined {
  const taskArn = known?.seen?.status === 'gone' ? undefined : known?.taskArn;
  if (taskArn === undefined) return toStart(startFrom, checkpointStore);
  switch (known?.seen?.status) {
    case 'stopped':
    case 'failed':
    case 'failed-move': {
      const slot =
        known.slot !== undefined && isSlotOf(known.slot.name, taskArn) ? known.slot.name : undefined;
      const checkpoint =
        checkpointStore?.taskArn === taskArn ? ofCheckpoint('resume', checkpointStore) : undefined;
      if (slot === undefined) return checkpoint;
      return { ...(checkpoint ?? { begins: 'resume', said: 'the stopped task' }), slot, slotOf: taskArn };
    }
    default:
      return undefined;
  }
}

function toStart(startFrom: StartFrom, checkpointStore: Checkpoint | undefined): NeededLog | undefined {
  switch (startFrom.kind) {
    case 'now':
      return undefined;
    case 'time':
      return { begins: 'start', said: 'start-from', since: startFrom.time };
    case 'position':
      return { begins: 'start', said: 'start-from', ...positionIn(startFrom.position) };
    case 'checkpoint':
      return checkpointStore === undefined ? undefined : ofCheckpoint('start', checkpointStore);
  }
}

/** A task that said where it stands had read no further than the moment in which it said so. */
function ofCheckpoint(begins: NeededLog['begins'], { checkpoint, seenAt }: Checkpoint): NeededLog {
  return { begins, said: `the checkpoint of ${seenAt}`, since: seenAt, ...positionIn(checkpoint) };
}

/**
 * A checkpoint is `checkpoint:V1#<number>#<position>#...`; anything else is a position itself. Source: the example that the API
 * reference gives for CdcStartPosition, https://docs.aws.amazon.com/dms/latest/APIReference/API_StartReplicationTask.html
 */
function positionIn(text: string): { readonly position?: string } {
  if (!text.startsWith('checkpoint:')) return { position: text };
  const position = text.split('#')[2];
  return position === undefined || position === '' ? {} : { position };
}
