import { isSlotOf, type Slot, slotAlarmBytes } from '../../model/replication-slot';
import type { Replication } from './replication';

/** A task that DMS has not known for so long is no more; a single look may have missed it. */
const goneAfterSeconds = 3600;

export interface SlotFindings {
  /** The slot of the job's task; absent while it has none, or one of a name that its endpoint says. */
  readonly own?: Slot;
  /** Left by tasks of ours that are no more, and read by nobody: they fill the source's disk (C2). */
  readonly toDrop: readonly Slot[];
  /** Left by tasks of ours, and still read by somebody. */
  readonly inUse: readonly Slot[];
  /** The log that the task needs is gone. */
  readonly gone?: string;
}

/**
 * DMS names a slot after its task's resource id, the last part of its ARN, in lower case. Only 16 characters are compared: DMS
 * cuts the id. Slots of tasks that are not the job's are nobody's business here.
 */
export function slotFindings(
  slots: readonly Slot[],
  { taskArn: known, formerTasks = [], seen }: Pick<Replication, 'taskArn' | 'formerTasks' | 'seen'>,
  now: Date,
): SlotFindings {
  const isGone = seen?.status === 'gone' && now.getTime() - Date.parse(seen.since) >= goneAfterSeconds * 1000;
  const taskArn = isGone ? undefined : known;
  const former = isGone && known !== undefined ? [...formerTasks, known] : formerTasks;
  const own = taskArn === undefined ? undefined : slots.find(({ name }) => isSlotOf(name, taskArn));
  const left = slots.filter((slot) => slot !== own && former.some((arn) => isSlotOf(slot.name, arn)));
  return {
    ...(own === undefined ? {} : { own }),
    toDrop: left.filter(({ active }) => !active),
    inUse: left.filter(({ active }) => active),
    ...(own?.walStatus === 'lost'
      ? {
          gone: `the source has removed the log that slot ${own.name} needs (max_slot_wal_keep_size): drop the slot, and load the tables anew or start from now`,
        }
      : {}),
  };
}

/** Whether an alarm about the log that a slot holds back is to be raised or taken back. */
export function slotAlarm({
  slot,
  alerts,
}: Pick<Replication, 'slot' | 'alerts'>): 'raise' | 'clear' | 'none' {
  if (slot === undefined) return 'none';
  const isLate = slot.lagBytes > slotAlarmBytes;
  if (isLate === (alerts?.slot !== undefined)) return 'none';
  return isLate ? 'raise' : 'clear';
}

/** What a run writes down about its source. */
export function describeSlots({ own, toDrop, inUse }: SlotFindings): string {
  const one = ({ name, active, lagBytes }: Slot): string =>
    `${name}, ${active ? 'in use' : 'not in use'}, ${lagBytes} bytes behind`;
  return [
    own === undefined ? 'the task has no slot yet' : `slot ${one(own)}`,
    ...toDrop.map((slot) => `dropped ${one(slot)}: its task is no more`),
    ...inUse.map((slot) => `left ${one(slot)}: its task is no more, and somebody reads it`),
  ].join('; ');
}
