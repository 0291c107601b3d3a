import type { NeededLog } from '../../checks/position/needed-log';
import { isSlotOf } from '../../model/replication-slot';
import type { StartFrom } from '../../planning/job-plan';
import type { Checkpoint, Replication } from './replication';

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
