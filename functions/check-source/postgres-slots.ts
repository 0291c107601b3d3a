import { Client } from 'pg';
import type { DatabaseLogin } from '../../aws/secrets';
import type { SourceOfRun } from '../../core/runs/run-record';
import type { Slot } from '../../core/runs/slots';

/** A PostgreSQL source, asked about its replication slots. */
export interface PostgresSlots {
  slots(): Promise<readonly Slot[]>;
  /** Safe to repeat; a slot that somebody reads meanwhile stays. */
  drop(name: string): Promise<void>;
  close(): Promise<void>;
}

export type OpenPostgres = (login: DatabaseLogin, source: SourceOfRun) => Promise<PostgresSlots>;

const patienceMs = 10_000;

export const openPostgresSlots: OpenPostgres = async (login, { databaseName, sslMode }) => {
  const client = new Client({
    host: login.host,
    port: login.port,
    user: login.username,
    password: login.password,
    database: databaseName,
    ssl: sslMode === 'none' ? false : { rejectUnauthorized: sslMode !== 'require' },
    connectionTimeoutMillis: patienceMs,
    query_timeout: patienceMs,
    application_name: 'lakeferry check-source',
  });
  await client.connect();
  return {
    async slots() {
      // wal_status is there from PostgreSQL 13 on; by way of JSON its absence is no error.
      const { rows } = await client.query<{
        name: string;
        active: boolean;
        lag: string | null;
        status: string | null;
      }>(
        `SELECT slot_name AS name, active, to_jsonb(s) ->> 'wal_status' AS status,
           pg_wal_lsn_diff(
             CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END,
             restart_lsn)::text AS lag
         FROM pg_replication_slots s
         WHERE slot_type = 'logical' AND database = current_database()
         ORDER BY slot_name`,
      );
      return rows.map(({ name, active, lag, status }) => ({
        name,
        active,
        lagBytes: Number(lag ?? 0),
        walStatus: status ?? undefined,
      }));
    },
    async drop(name) {
      await client.query(
        'SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = $1 AND NOT active',
        [name],
      );
    },
    close: () => client.end(),
  };
};
