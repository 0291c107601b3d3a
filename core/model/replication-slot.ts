/**
 * Logical replication slot of a PostgreSQL source. `lagBytes` is the log that the source keeps for
 * it.
 */
export interface Slot {
  readonly name: string;
  readonly active: boolean;
  readonly lagBytes: number;
  /**
   * pg_replication_slots.wal_status, from PostgreSQL 13 on: reserved, extended, unreserved, lost.
   */
  readonly walStatus: string | undefined;
}

/** Log of one slot above which Lakeferry alerts, before the disk of the source is full. */
export const slotAlarmBytes = 10 * 1024 ** 3;

/** DMS shortens the id of a task in the name of its slot. */
const comparedCharacters = 16;

/** Returns true if the slot has the name that DMS gives to the slot of this task. */
export function isSlotOf(slotName: string, taskArn: string): boolean {
  const id = (taskArn.split(':').at(-1) ?? '').toLowerCase().replaceAll(/[^a-z0-9_]/g, '_');
  return (
    id !== '' &&
    slotName.startsWith(id.length < comparedCharacters ? `${id}_` : id.slice(0, comparedCharacters))
  );
}
