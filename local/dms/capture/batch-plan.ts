import type { Client } from 'pg';
import type { Column } from '../load/data-type';
import { type ColumnSettings, targetColumns } from '../load/table-columns';
import { type TargetSettings, tableFolder } from '../load/target-settings';
import { name } from '../mapping/sql';
import {
  type CapturedTable,
  type CapturedTables,
  readCatalog,
  sawTransaction,
  typeLayout,
} from './captured-tables';
import { changeRowsSql, headersOfChanges, opColumn, orderName, stampColumn } from './change-rows';
import { changeFileName, changeSequence, partitionFolder } from './file-names';
import {
  addRow,
  type ChangedRow,
  emptyChanges,
  type RowRules,
  type Segment,
  type TableChanges,
  truncate,
} from './segments';
import type { Transaction } from './transactions';

export interface PlanSettings {
  readonly target: TargetSettings;
  readonly columns: ColumnSettings;
  /** TRUNCATE of a source table removes its files. */
  readonly handleTruncate: boolean;
  readonly warn: (line: string) => void;
}

/** File of changes to write. */
export interface ChangeFile {
  /** Ends with a slash. */
  readonly folder: string;
  readonly name: string;
  /** Names in the target. */
  readonly schema: string;
  readonly table: string;
  readonly columns: readonly Column[];
  /** SQL from FROM on. It contains the rows, so it is built only when it is needed. */
  readonly from: () => string;
}

/** Sorts the changes of transactions by table. Changes that a load has already read are left out. */
export async function sortChanges(
  client: Client,
  tables: CapturedTables,
  transactions: readonly Transaction[],
  settings: RowRules & Pick<PlanSettings, 'handleTruncate'>,
): Promise<readonly TableChanges[]> {
  const all = new Map<CapturedTable, TableChanges>();
  const changesOf = async (logName: string, xid: number): Promise<TableChanges | undefined> => {
    const table = await tables.find(client, logName);
    if (table === undefined || table.progress.state !== 'Table completed') return undefined;
    if (sawTransaction(table.progress.snapshot, xid)) return undefined;
    const known = all.get(table);
    if (known !== undefined) return known;
    const changes = emptyChanges(table, await readCatalog(client, table));
    all.set(table, changes);
    return changes;
  };
  let order = 0;
  for (const { xid, committedAt, end, changes } of transactions) {
    // One lookup per table and transaction. An await per row would cost more than the row.
    const here = new Map<string, TableChanges | undefined>();
    for (const [place, change] of changes.entries()) {
      const names = change.kind === 'truncate' ? change.tables : [change.table];
      for (const logName of names) {
        if (!here.has(logName)) here.set(logName, await changesOf(logName, xid));
        const own = here.get(logName);
        if (own === undefined) continue;
        if (change.kind === 'row') {
          const sequence = changeSequence(committedAt, end, place);
          addRow(own, change, { committedAt, order, sequence }, settings);
        } else if (settings.handleTruncate && !own.table.isPartition) truncate(own);
      }
      order += 1;
    }
  }
  return [...all.values()];
}

/**
 * Folder of the table's files in the target, and the files for its changes, named after `stamp` and the
 * following milliseconds.
 */
export async function planFiles(
  client: Client,
  changes: TableChanges,
  stamp: number,
  settings: PlanSettings,
): Promise<{ readonly folder: string; readonly files: readonly ChangeFile[] }> {
  const { table, catalog } = changes;
  const { target } = settings;
  const current = targetColumns(settings.columns, table, catalog.columns);
  const folder = tableFolder(target, current.schema, current.table);
  const files: ChangeFile[] = [];
  for (const [index, segment] of changes.segments.entries()) {
    const source = await typeLayout(client, segment.layout, catalog);
    const {
      schema,
      table: targetTable,
      columns,
    } = targetColumns(settings.columns, table, source, headersOfChanges);
    const leading = [
      ...(target.cdc.opColumn ? [opColumn] : []),
      ...(target.timestampColumn === undefined ? [] : [stampColumn(target.timestampColumn)]),
    ];
    for (const [partition, rows] of byPartition(target, segment))
      files.push({
        folder: `${folder}${partition}`,
        name: changeFileName(target, stamp + index),
        schema,
        table: targetTable,
        columns: [...leading, ...columns],
        from: () => changeRowsSql(source, rows, table.where),
      });
  }
  return { folder, files };
}

/** Positions of the rows among all changes of the batch, as text. */
export const orderColumn: Column = {
  name: 'order',
  type: { kind: 'string' },
  sql: `${name(orderName)}::text`,
};

function byPartition(target: TargetSettings, { rows }: Segment): ReadonlyMap<string, readonly ChangedRow[]> {
  if (target.cdc.partition === undefined) return new Map(rows.length === 0 ? [] : [['', rows]]);
  const parts = new Map<string, ChangedRow[]>();
  let last: { readonly committedAt: string; readonly rows: ChangedRow[] } | undefined;
  for (const row of rows) {
    if (last?.committedAt !== row.committedAt) {
      const folder = partitionFolder(target, row.committedAt);
      const own = parts.get(folder) ?? [];
      parts.set(folder, own);
      last = { committedAt: row.committedAt, rows: own };
    }
    last.rows.push(row);
  }
  return parts;
}
