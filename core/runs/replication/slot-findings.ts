import { isSlotOf, type Slot, slotAlarmBytes } from '../../model/replication-slot';
import type { Replication } from './replication';

/** Seconds after which a task that DMS does not list counts as gone. A single answer may have missed it. */
const goneAfterSeconds = 3600;

export interface SlotFindings {
  /** Slot of the job's task. Absent while it has none, or when its endpoint sets another name. */
  readonly own?: Slot;
  /** Unread slots of our former tasks, which fill the source's disk (docs/pitfalls.md#replication-slots-fill-the-disk). */
  readonly toDrop: readonly Slot[];
  /** Slots of our former tasks that somebody still reads. */
  readonly inUse: readonly Slot[];
  /** Message when the source has removed the log that the task needs. */
  readonly gone?: string;
}

/**
 * Sorts the slots of a source by their tasks. DMS names a slot after its task's resource id, the last part of its ARN, in lower
 * case. Only 16 characters are compared, because DMS shortens the id. Slots of other tasks are ignored.
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
    // A task that was just deleted needs no log, whatever becomes of its slot.
    ...(own?.walStatus === 'lost' && seen?.status !== 'gone'
      ? {
          gone: `the source has removed the log that slot ${own.name} needs (max_slot_wal_keep_size)`,
        }
      : {}),
  };
}

/** Change of the alarm about the log that the source keeps for a slot. */
export function slotAlarm({
  slot,
  alerts,
}: Pick<Replication, 'slot' | 'alerts'>): 'raise' | 'clear' | 'none' {
  if (slot === undefined) return 'none';
  const isLate = slot.lagBytes > slotAlarmBytes;
  if (isLate === (alerts?.slot !== undefined)) return 'none';
  return isLate ? 'raise' : 'clear';
}

/** Text about the slots of a source for the record of a run. */
export function describeSlots({ own, toDrop, inUse }: SlotFindings): string {
  const one = ({ name, active, lagBytes }: Slot): string =>
    `${name}, ${active ? 'in use' : 'not in use'}, ${lagBytes} bytes behind`;
  return [
    own === undefined ? 'the task has no slot yet' : `slot ${one(own)}`,
    ...toDrop.map((slot) => `dropped ${one(slot)}: its task no longer exists`),
    ...inUse.map((slot) => `kept ${one(slot)}: its task no longer exists, but somebody reads it`),
  ].join('; ');
}
