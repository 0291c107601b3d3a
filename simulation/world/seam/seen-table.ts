import { toRunError } from '../../../aws/errors';
import type { HistoryTable, Item } from '../../../aws/history/table';
import { itemsOf } from '../../memory-history';
import type { Caller, Seam } from './seam';

/** Reads of the history are consistent, so no fault changes them. */
const asItIs = <Answer>(answer: Answer): Answer => answer;

/**
 * Table of the history whose operations pass the seam. They take the names and the keys of DynamoDB's requests, and their errors
 * are those of the adapter.
 */
export function seenTable(
  seam: Seam,
  caller: Caller,
  items: ReadonlyMap<string, ReadonlyMap<string, Item>>,
  table: HistoryTable,
  TableName: string,
): HistoryTable {
  const send = <Answer>(
    operation: string,
    input: object,
    action: string,
    perform: () => Promise<Answer> | Answer,
  ): Promise<Answer> =>
    seam
      .send(caller, 'dynamodb', operation, input, { perform, changed: asItIs })
      .catch((error: unknown): never => {
        throw toRunError(error, action);
      });
  const [reading, writing] = ['reading the history', 'writing the history'];
  return {
    get: (Key) => send('GetItem', { Key, TableName }, reading, () => table.get(Key)),
    getAll: (keys) =>
      keys.length === 0
        ? table.getAll(keys)
        : send('BatchGetItem', { Keys: keys, RequestItems: { [TableName]: {} } }, reading, () =>
            table.getAll(keys),
          ),
    putNew: (Key, item) => send('PutItem', { Key, TableName, item }, writing, () => table.putNew(Key, item)),
    update: (Key, change) =>
      send('UpdateItem', { Key, TableName, change }, writing, () => table.update(Key, change)),
    deleteWhere: (Key, path, value) =>
      send('DeleteItem', { Key, TableName, path, value }, writing, () => table.deleteWhere(Key, path, value)),
    delete: (Key) => send('DeleteItem', { Key, TableName }, writing, () => table.delete(Key)),
    async putAll(items) {
      for (let from = 0; from < items.length; from += 25) {
        const batch = items.slice(from, from + 25);
        const [first] = batch;
        const Keys = [{ pk: first?.['pk'], sk: first?.['sk'] }];
        await send('BatchWriteItem', { Keys, RequestItems: { [TableName]: {} } }, writing, () =>
          table.putAll(batch),
        );
      }
    },
    async *query(query) {
      const { ExpressionAttributeValues: values, IndexName } = query;
      const index = IndexName === undefined ? {} : { IndexName };
      const found = await send('Query', { values, TableName, ...index }, 'querying the history', () =>
        itemsOf(items, query),
      );
      yield* found;
    },
  };
}
