import type { Client } from 'pg';
import { FatalLoadError } from '../load/failures';
import { formatLsn, type Lsn, parseLsn } from './position';

/** Plug-in that DMS uses when pglogical is not installed (user guide, "Using PostgreSQL as a source"). */
const plugin = 'test_decoding';

export interface OpenSlot {
  /** Position from which the server still keeps changes. */
  readonly confirmed: Lsn;
  /** True when the slot was created just now. */
  readonly created: boolean;
}

/** Name of a slot as DMS derives it: from the resource ID of the task. */
export function slotName(taskArn: string): string {
  const id = taskArn.slice(taskArn.lastIndexOf(':') + 1).toLowerCase();
  return `${id.replaceAll(/[^a-z0-9_]/g, '_').slice(0, 50)}_00016402`;
}

/**
 * Opens the slot, or creates it where `mayCreate`. Throws FatalLoadError when it is missing, invalidated, of
 * another plug-in or database, or when the server cannot decode at all.
 */
export async function openSlot(client: Client, slot: string, mayCreate: boolean): Promise<OpenSlot> {
  const found = await findSlot(client, slot);
  if (found !== undefined) return { confirmed: found, created: false };
  if (!mayCreate)
    throw new FatalLoadError(
      `Cannot continue change capture: replication slot "${slot}" does not exist, so the changes since the last position are gone; start the task from the beginning, or create the slot with pg_create_logical_replication_slot('${slot}', '${plugin}')`,
    );
  try {
    const { rows } = await client.query<{ lsn: string }>(
      'SELECT lsn::text AS lsn FROM pg_create_logical_replication_slot($1, $2)',
      [slot, plugin],
    );
    return { confirmed: parseLsn(rows[0]?.lsn ?? '') ?? 0n, created: true };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new FatalLoadError(`Cannot create the replication slot "${slot}": ${message}`, { cause: error });
  }
}

async function findSlot(client: Client, slot: string): Promise<Lsn | undefined> {
  const { rows } = await client.query<{
    plugin: string | null;
    own: boolean;
    status: string | null;
    confirmed: string | null;
  }>(
    `SELECT plugin, database = current_database() AS own, wal_status AS status, confirmed_flush_lsn::text AS confirmed
     FROM pg_replication_slots WHERE slot_name = $1`,
    [slot],
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  const refuse = (why: string): never => {
    throw new FatalLoadError(`Cannot use the replication slot "${slot}": ${why}`);
  };
  if (row.plugin !== plugin) refuse(`its plug-in is ${row.plugin ?? 'none'}; it must be ${plugin}`);
  if (!row.own) refuse('it belongs to another database');
  if (row.status === 'lost')
    refuse('it was invalidated: the log it needs has been removed (max_slot_wal_keep_size)');
  return parseLsn(row.confirmed ?? '') ?? 0n;
}

/** Throws FatalLoadError for a position that the server has not reached. */
export async function assertWritten(client: Client, position: Lsn): Promise<void> {
  const { rows } = await client.query<{ lsn: string }>('SELECT pg_current_wal_insert_lsn()::text AS lsn');
  const now = parseLsn(rows[0]?.lsn ?? '') ?? 0n;
  if (position > now)
    throw new FatalLoadError(
      `The start position ${formatLsn(position)} is not in the source's log yet: it ends at ${formatLsn(now)}`,
    );
}

/** Position after everything committed so far. */
export async function currentPosition(client: Client): Promise<Lsn> {
  const { rows } = await client.query<{ lsn: string }>('SELECT pg_current_wal_flush_lsn()::text AS lsn');
  return parseLsn(rows[0]?.lsn ?? '') ?? 0n;
}

/**
 * Tries, each after 50 ms, until a slot counts as used by another reader. On a busy machine, the server needs seconds to see that
 * a reader has ended.
 */
export const slotTries = 600;

/**
 * Drops a slot. Safe to repeat. A slot stays in use for a moment after its reader has ended. Throws when a
 * reader stays longer.
 */
export async function dropSlot(client: Client, slot: string): Promise<void> {
  const sql = 'SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = $1';
  for (let attempt = 0; ; attempt += 1) {
    try {
      await client.query(sql, [slot]);
      return;
    } catch (error) {
      const isTaken = error instanceof Error && /is active for PID/.test(error.message);
      if (!isTaken || attempt >= slotTries) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
