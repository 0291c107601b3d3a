import type { Row } from '../../core/checks/query/query';
import type { Slot } from '../../core/model/replication-slot';
import type { SourceDatabase } from './source-database';

/** Replication slots of a PostgreSQL source. */
export interface PostgresSlots {
  slots(): Promise<readonly Slot[]>;
  /** Drops a slot. It is safe to repeat, and a slot that is in use stays. */
  drop(name: string): Promise<void>;
}

export type SlotsOf = (database: SourceDatabase) => PostgresSlots;

const timeoutSeconds = 10;

export const postgresSlots: SlotsOf = (database) => {
  const rowsOf = async (id: string, sql: string, ...binds: readonly string[]): Promise<readonly Row[]> => {
    const result = await database.query({ id, sql, binds, timeoutSeconds });
    if ('rows' in result) return result.rows;
    throw new Error(`${result.error.code}: ${result.error.message}`);
  };
  return {
    async slots() {
      // wal_status exists from PostgreSQL 13 on. Through JSON, its absence is not an error.
      const rows = await rowsOf(
        'slots',
        `SELECT slot_name::text AS name, active, to_jsonb(s) ->> 'wal_status' AS status,
           pg_wal_lsn_diff(
             CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END,
             restart_lsn)::text AS lag
         FROM pg_replication_slots s
         WHERE slot_type = 'logical' AND database = current_database()
         ORDER BY slot_name`,
      );
      return rows.map(({ name, active, lag, status }) => ({
        name: String(name),
        active: active === true,
        lagBytes: Number(lag ?? 0),
        walStatus: typeof status === 'string' ? status : undefined,
      }));
    },
    async drop(name) {
      await rowsOf(
        'drop-slot',
        'SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = $1 AND NOT active',
        name,
      );
    },
  };
};
