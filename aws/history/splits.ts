import { splitKey, splitPrefix } from '../../core/runs/record/history-keys';
import type { RunRecord } from '../../core/runs/record/run-record';
import { TableSplit } from '../../core/tables/table-split';
import { knownItems } from './items/item-format';
import type { HistoryTable } from './table';

/** Splits of a run's tables, in items of their own, because boundaries are large. */
export interface Splits {
  /** Safe to repeat. Until the task is created, later splits replace earlier ones. */
  keepSplits(run: Pick<RunRecord, 'run' | 'expiresAt'>, splits: readonly TableSplit[]): Promise<void>;
  /** By schema and table, ascending. */
  splits(run: string): Promise<readonly TableSplit[]>;
}

export function splitStore(table: HistoryTable): Splits {
  return {
    keepSplits: ({ run, expiresAt }, splits) =>
      table.putAll(splits.map((split) => ({ ...split, ...splitKey(run, split), expiresAt }))),
    async splits(run) {
      const found: TableSplit[] = [];
      for await (const item of knownItems(
        table.query({
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
          ExpressionAttributeValues: { ':pk': `RUN#${run}`, ':sk': splitPrefix },
          ConsistentRead: true,
        }),
      ))
        found.push(TableSplit.parse(item));
      return found;
    },
  };
}
