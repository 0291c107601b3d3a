import type { Client } from 'pg';
import { readColumns, readPrimaryKey } from '../load/source';
import { type NewTable, prepareTable, targetType } from '../load/tables/target-table';
import { name } from '../mapping/sql';

/** Table of the target as changes find it. */
export interface TargetTable {
  /** Qualified and quoted. */
  readonly sql: string;
  readonly schema: string;
  readonly table: string;
  /** Types to cast a text to, by column name. */
  readonly types: ReadonlyMap<string, string>;
  readonly key: readonly string[];
}

/** Reads the target's catalog once per table and layout. Creates missing tables and columns. */
export class TargetTables {
  readonly #known = new Map<string, TargetTable>();

  constructor(
    private readonly client: Client,
    private readonly addColumns: boolean,
  ) {}

  async find(wanted: NewTable): Promise<TargetTable> {
    const { schema, table, columns } = wanted;
    const key = JSON.stringify([schema, table, columns.map((column) => column.name)]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    await prepareTable(this.client, 'nothing', wanted);
    const sql = `${name(schema)}.${name(table)}`;
    let there = await readColumns(this.client, schema, table);
    const missing = columns.filter((column) => !there.some((one) => one.name === column.name));
    if (this.addColumns && missing.length > 0) {
      const added = missing.map(
        (column) => `ADD COLUMN IF NOT EXISTS ${name(column.name)} ${targetType(column)}`,
      );
      await this.client.query(`ALTER TABLE ${sql} ${added.join(', ')}`);
      there = await readColumns(this.client, schema, table);
    }
    const found: TargetTable = {
      sql,
      schema,
      table,
      types: new Map(there.map((column) => [column.name, column.sqlType])),
      key: await readPrimaryKey(this.client, schema, table),
    };
    this.#known.set(key, found);
    return found;
  }
}
