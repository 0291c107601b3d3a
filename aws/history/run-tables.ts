import { isDeepStrictEqual } from 'node:util';
import { runKey, tableKey, tablePrefix } from '../../core/runs/record/history-keys';
import type { RunRecord } from '../../core/runs/record/run-record';
import type { TableRecord } from '../../core/runs/record/table-record';
import type { HistoryTable, Item } from './table';

type OfRun = Pick<RunRecord, 'run' | 'expiresAt'>;

/** Item of a table of a run, without members that are undefined. */
export function tableItem({ run, expiresAt }: OfRun, record: TableRecord): Item {
  const item = { ...record, ...tableKey(run, record), expiresAt };
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined));
}

/** Items of the tables that differ from what is stored. */
export async function changedTables(
  table: HistoryTable,
  run: OfRun,
  tables: readonly TableRecord[],
): Promise<readonly Item[]> {
  const query = {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': runKey(run.run).pk, ':prefix': tablePrefix },
    ConsistentRead: true,
  };
  const stored = new Map<unknown, Item>();
  for await (const item of table.query(query)) stored.set(item['sk'], item);
  return tables
    .map((record) => tableItem(run, record))
    .filter((item) => !isDeepStrictEqual(item, stored.get(item['sk'])));
}
