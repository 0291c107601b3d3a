import { isDeepStrictEqual } from 'node:util';
import {
  type ItemKey,
  runKey,
  tableKey,
  tablePrefix,
  tableProgressKey,
  tableProgressPrefix,
} from '../../core/runs/record/history-keys';
import type { RunRecord } from '../../core/runs/record/run-record';
import { TableRecord } from '../../core/runs/record/table-record';
import { tableIdentity } from '../../core/tables/table-name';
import { knownItems } from './items/item-format';
import type { HistoryTable, Item } from './table';

type OfRun = Pick<RunRecord, 'run' | 'expiresAt'>;

/** Item of a table of a run, without members that are undefined. */
export function tableItem({ run, expiresAt }: OfRun, record: TableRecord): Item {
  return itemOf(tableKey(run, record), record, expiresAt);
}

/** Items of the tables whose progress differs from what polls have stored. */
export async function changedProgress(
  table: HistoryTable,
  { run, expiresAt }: OfRun,
  tables: readonly TableRecord[],
): Promise<readonly Item[]> {
  const query = {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': runKey(run).pk, ':prefix': tableProgressPrefix },
    ConsistentRead: true,
  };
  const stored = new Map<unknown, Item>();
  for await (const { v: _, ...item } of knownItems(table.query(query))) stored.set(item['sk'], item);
  return tables
    .map((record) => itemOf(tableProgressKey(run, record), record, expiresAt))
    .filter((item) => !isDeepStrictEqual(item, stored.get(item['sk'])));
}

/**
 * Tables of a run from the items of its partition. The evidence of JudgeRun is final. Before it, and for a table that DMS did not
 * list any more, what polls saw is shown.
 */
export function tablesIn(items: readonly Item[], { phases }: Pick<RunRecord, 'phases'>): TableRecord[] {
  const recorded = recordsIn(items, tablePrefix);
  const seen = recordsIn(items, tableProgressPrefix);
  const names = [...new Set([...recorded.keys(), ...seen.keys()])].sort();
  return names.flatMap((name) => {
    const [known, progress] = [recorded.get(name), seen.get(name)];
    const isFinal = phases.judged !== undefined && known !== undefined && known.awaited === undefined;
    return (isFinal ? known : (progress ?? known)) ?? [];
  });
}

function recordsIn(items: readonly Item[], prefix: string): ReadonlyMap<string, TableRecord> {
  const records = items
    .filter(({ sk }) => String(sk).startsWith(prefix))
    .map((item) => TableRecord.parse(item));
  return new Map(records.map((record) => [tableIdentity(record), record]));
}

function itemOf(key: ItemKey, record: TableRecord, expiresAt: RunRecord['expiresAt']): Item {
  const item = { ...record, ...key, expiresAt };
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined));
}
