import type { NeededLog } from '../../checks/position/needed-log';
import { isSlotOf } from '../../model/replication-slot';
import { kindOf } from '../../model/task-status';
import type { StartFrom } from '../../planning/job-plan';
import type { Checkpoint } from './checkpoint';
import type { Replication } from './replication';

type Known = Pick<Replication, 'taskArn' | 'seen' | 'slot'>;

/**
 * Returns the part of the source's log that the next start of the job's task reads. Undefined where no log of the past is needed
 * or nothing says which: for a task that runs, and for a first start from now.
 * `known` and `stored` belong to the job. They count only while the task they describe is the job's task.
 */
export function neededLog(
  startFrom: StartFrom,
  known: Known | undefined,
  stored: Checkpoint | undefined,
): NeededLog | undefined {
  const taskArn = known?.seen?.status === 'gone' ? undefined : known?.taskArn;
  if (known === undefined || taskArn === undefined) return forFirstStart(startFrom, stored);
  if (kindOf(known.seen?.status ?? 'unknown') !== 'down') return undefined;
  const slot = known.slot !== undefined && isSlotOf(known.slot.name, taskArn) ? known.slot.name : undefined;
  const checkpoint = stored?.taskArn === taskArn ? fromCheckpoint('resume', stored) : undefined;
  if (slot === undefined) return checkpoint;
  return { ...(checkpoint ?? { action: 'resume', origin: 'the stopped task' }), slot, slotOf: taskArn };
}

function forFirstStart(startFrom: StartFrom, stored: Checkpoint | undefined): NeededLog | undefined {
  switch (startFrom.kind) {
    case 'now':
      return undefined;
    case 'time':
      return { action: 'start', origin: 'start-from', since: startFrom.time };
    case 'position':
      return { action: 'start', origin: 'start-from', ...positionIn(startFrom.position) };
    case 'checkpoint':
      return stored === undefined ? undefined : fromCheckpoint('start', stored);
  }
}

/** A task had read the log no further than to the moment at which its checkpoint was seen. */
function fromCheckpoint(action: NeededLog['action'], { checkpoint, seenAt }: Checkpoint): NeededLog {
  return { action, origin: `the checkpoint of ${seenAt}`, since: seenAt, ...positionIn(checkpoint) };
}

/**
 * Returns the position in a checkpoint `checkpoint:V1#<number>#<position>#...`; any other text is a position itself. Source: the
 * example for CdcStartPosition in https://docs.aws.amazon.com/dms/latest/APIReference/API_StartReplicationTask.html
 */
function positionIn(text: string): { readonly position?: string } {
  if (!text.startsWith('checkpoint:')) return { position: text };
  const position = text.split('#')[2];
  return position === undefined || position === '' ? {} : { position };
}
