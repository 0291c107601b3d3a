import { RunError } from '../../../core/runs/record/run-error';
import type { HistoryTable, Item } from '../table';

/**
 * Format of items, which each item carries as `v`. Released versions before it wrote none, which is format 1. A change of what items
 * mean, which an earlier version would misread, gets the next number. An attribute that an earlier version can ignore does not.
 */
export const itemFormat = 1;

/** Table whose items carry the format, and that refuses items of a later one. Queries do not: see `knownItems`. */
export function withItemFormat(table: HistoryTable): HistoryTable {
  return {
    async get(key) {
      const item = await table.get(key);
      return item === undefined ? undefined : knownItem(item);
    },
    getAll: async (keys) => (await table.getAll(keys)).map(knownItem),
    putNew: (key, item) => table.putNew(key, { ...item, v: itemFormat }),
    update: (key, change) => table.update(key, { ...change, setOnce: { ...change.setOnce, v: itemFormat } }),
    deleteWhere: (key, path, value) => table.deleteWhere(key, path, value),
    delete: (key) => table.delete(key),
    putAll: (items) => table.putAll(items.map((item) => ({ ...item, v: itemFormat }))),
    query: (query) => table.query(query),
  };
}

/**
 * Returns the item.
 * @throws RunError `NewerHistory` for an item of a later version, which this one would misread
 */
export function knownItem(item: Item): Item {
  const { v = itemFormat, sk } = item;
  if (typeof v === 'number' && v <= itemFormat) return item;
  throw new RunError(
    'NewerHistory',
    `a newer version of Lakeferry has written the item ${String(sk)} of the history (format ${String(v)}, this version knows ${itemFormat}); use that version or a later one`,
  );
}

/** Items of a query, each of which is known. */
export async function* knownItems(items: AsyncIterable<Item>): AsyncGenerator<Item> {
  for await (const item of items) yield knownItem(item);
}
