import type { Client } from 'pg';
import { formatLsn, type Lsn, parseLsn } from '../capture/position';
import { createSchema } from '../load/tables/target-table';
import { name } from '../mapping/sql';

export interface ApplyException {
  readonly task: string;
  readonly schema: string;
  readonly table: string;
  readonly statement: string;
  readonly error: string;
}

/**
 * DMS's tables in the target: awsdms_apply_exceptions, and awsdms_txn_state with the position of a task. The
 * position is written in the transaction of its changes, so each change is applied exactly once, however the
 * task ends.
 */
export class ControlTables {
  readonly #exceptions: string;
  readonly #state: string;

  constructor(
    private readonly client: Client,
    private readonly schema: string,
  ) {
    this.#exceptions = `${name(schema)}.awsdms_apply_exceptions`;
    this.#state = `${name(schema)}.awsdms_txn_state`;
  }

  async open(): Promise<void> {
    await createSchema(this.client, this.schema);
    await this.client.query(`CREATE TABLE IF NOT EXISTS ${this.#exceptions} ("TASK_NAME" varchar(128) NOT NULL,
      "TABLE_OWNER" varchar(128) NOT NULL, "TABLE_NAME" varchar(128) NOT NULL, "ERROR_TIME" timestamp NOT NULL,
      "STATEMENT" text NOT NULL, "ERROR" text NOT NULL)`);
    await this.client.query(
      `CREATE TABLE IF NOT EXISTS ${this.#state} (slot text PRIMARY KEY, position text NOT NULL)`,
    );
  }

  /** Position before which every change is in the target. 0 when there is none. */
  async position(slot: string): Promise<Lsn> {
    const { rows } = await this.client.query<{ position: string }>(
      `SELECT position FROM ${this.#state} WHERE slot = $1`,
      [slot],
    );
    return parseLsn(rows[0]?.position ?? '') ?? 0n;
  }

  async keepPosition(slot: string, position: Lsn): Promise<void> {
    await this.client.query(
      `INSERT INTO ${this.#state} VALUES ($1, $2) ON CONFLICT (slot) DO UPDATE SET position = EXCLUDED.position`,
      [slot, formatLsn(position)],
    );
  }

  async forget(slot: string): Promise<void> {
    await this.client.query(`DELETE FROM ${this.#state} WHERE slot = $1`, [slot]);
  }

  async keepException({ task, schema, table, statement, error }: ApplyException): Promise<void> {
    await this.client.query(
      `INSERT INTO ${this.#exceptions} VALUES ($1, $2, $3, clock_timestamp() AT TIME ZONE 'UTC', $4, $5)`,
      [task.slice(0, 128), schema.slice(0, 128), table.slice(0, 128), statement, error],
    );
  }
}
