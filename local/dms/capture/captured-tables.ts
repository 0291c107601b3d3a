import type { Client } from 'pg';
import { noChanges, type TableProgress } from '../load/progress';
import { type CatalogColumn, readColumns } from '../load/source';
import type { TableMappings } from '../mapping/rules';
import { selectTables } from '../mapping/selection';
import { name } from '../mapping/sql';
import { splitName } from './decoded-line';

/** Table whose changes are captured. Changes of a partitioned table have the name of the partition. */
export interface CapturedTable {
  readonly schema: string;
  readonly table: string;
  /** SQL condition of the selected rows. Undefined for all rows. */
  readonly where: string | undefined;
  readonly progress: TableProgress;
  readonly isPartition: boolean;
  /** Columns of its latest new row, each as `name[type]`. Undefined before the first. */
  layout: readonly LayoutColumn[] | undefined;
}

export interface LayoutColumn {
  readonly name: string;
  /** Without length or precision. */
  readonly type: string;
}

/** Current catalog entry of a table. */
export interface TableCatalog {
  /**
   * False without primary key and replica identity: then the log does not identify the row of an update or
   * delete.
   */
  readonly identified: boolean;
  /** Empty when the table no longer exists. */
  readonly columns: readonly CatalogColumn[];
}

/** Finds the selected tables by their names in the log. */
export class CapturedTables {
  readonly #byLogName = new Map<string, CapturedTable | undefined>();
  readonly #byName = new Map<string, CapturedTable>();

  constructor(
    private readonly mappings: TableMappings,
    private readonly progress: TableProgress[],
    private readonly now: () => Date,
  ) {}

  /**
   * False only for a table that is known not to be selected. `logName` is in the form of `quote_identifier`.
   */
  mayTake(logName: string): boolean {
    return !this.#byLogName.has(logName) || this.#byLogName.get(logName) !== undefined;
  }

  async find(client: Client, logName: string): Promise<CapturedTable | undefined> {
    if (!this.#byLogName.has(logName)) this.#byLogName.set(logName, await this.#resolve(client, logName));
    return this.#byLogName.get(logName);
  }

  async #resolve(client: Client, logName: string): Promise<CapturedTable | undefined> {
    const { schema, table } = splitName(logName);
    const { rows } = await client.query<{ isPartition: boolean }>(
      'SELECT relispartition AS "isPartition" FROM pg_class WHERE oid = to_regclass($1)',
      [`${name(schema)}.${name(table)}`],
    );
    const key = `${schema}\0${table}`;
    const known = this.#byName.get(key);
    if (known !== undefined) return known;
    const [selected] = selectTables(this.mappings, [{ schema, table, kind: 'table', estimatedRows: -1 }]);
    if (selected === undefined) return undefined;
    const captured = {
      schema,
      table,
      where: selected.where,
      progress: this.#row(schema, table),
      isPartition: rows[0]?.isPartition ?? false,
      layout: undefined,
    };
    this.#byName.set(key, captured);
    return captured;
  }

  #row(schema: string, table: string): TableProgress {
    const row = this.progress.find((one) => one.schema === schema && one.table === table);
    if (row !== undefined) return row;
    // A table that was created while the task runs: all of its rows arrive as changes.
    const made = completedRow(schema, table, this.now());
    made.seen.ddls += 1;
    made.applied.ddls += 1;
    this.progress.push(made);
    return made;
  }
}

/** Progress of a table that has nothing to load. */
export function completedRow(schema: string, table: string, now: Date): TableProgress {
  return {
    schema,
    table,
    estimatedRows: 0,
    state: 'Table completed',
    rows: 0,
    reloaded: false,
    startedAt: undefined,
    endedAt: now,
    updatedAt: now,
    error: undefined,
    snapshot: undefined,
    ...noChanges(),
  };
}

export async function readCatalog(client: Client, { schema, table }: CapturedTable): Promise<TableCatalog> {
  const { rows } = await client.query<{ identified: boolean }>(
    `SELECT CASE c.relreplident WHEN 'n' THEN false WHEN 'd' THEN EXISTS (
       SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary) ELSE true END AS identified
     FROM pg_class c WHERE c.oid = to_regclass($1)`,
    [`${name(schema)}.${name(table)}`],
  );
  return { identified: rows[0]?.identified ?? true, columns: await readColumns(client, schema, table) };
}

/**
 * Columns of the catalog for a layout. A column that is gone or had another type is described by the name of
 * its type alone.
 */
export async function typeLayout(
  client: Client,
  layout: readonly LayoutColumn[],
  catalog: TableCatalog,
): Promise<readonly CatalogColumn[]> {
  const typed: CatalogColumn[] = [];
  for (const column of layout) {
    const current = catalog.columns.find((one) => one.name === column.name && one.declared === column.type);
    typed.push(current ?? (await typeByName(client, column)));
  }
  return typed;
}

async function typeByName(client: Client, { name: column, type }: LayoutColumn): Promise<CatalogColumn> {
  const { rows } = await client.query<Omit<CatalogColumn, 'name' | 'declared'>>(
    `SELECT t.typname AS "typeName", t.typcategory::text AS category, -1 AS modifier, format_type(t.oid, NULL) AS "sqlType"
     FROM pg_type t WHERE t.oid = to_regtype($1)`,
    [type],
  );
  const found = rows[0] ?? { typeName: 'text', category: 'S', modifier: -1, sqlType: 'text' };
  return { name: column, declared: type, ...found };
}

/** True when a load that read this snapshot (`xmin:xmax:xip,...`) has seen the transaction. */
export function sawTransaction(snapshot: string | undefined, xid: number): boolean {
  if (snapshot === undefined) return false;
  const [, xmax = '0', inProgress = ''] = snapshot.split(':');
  // The log has the lower 32 bits of a transaction ID. Neighbours are closer than half of them.
  const distance = (BigInt.asUintN(32, BigInt(xmax)) - BigInt(xid)) & 0xffffffffn;
  const isBefore = distance > 0n && distance < 0x80000000n;
  return (
    isBefore &&
    !inProgress.split(',').some((one) => one !== '' && BigInt.asUintN(32, BigInt(one)) === BigInt(xid))
  );
}
