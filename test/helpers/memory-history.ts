import { type History, historyOf } from '../../aws/history/history';
import type { HistoryTable, Item } from '../../aws/history/table';
import type { Change, Condition } from '../../aws/history/update-expression';
import type { ItemKey } from '../../core/runs/record/history-keys';

/** The history over a map instead of DynamoDB, for tests of thousands of runs; it knows queries of one partition only. */
export function memoryHistory(): History {
  const items = new Map<string, Map<string, Item>>();
  const partition = (pk: string): Map<string, Item> => {
    const known = items.get(pk) ?? new Map<string, Item>();
    items.set(pk, known);
    return known;
  };
  const put = ({ pk, sk }: ItemKey, item: Item): void => {
    // Through JSON as through the wire: nobody changes what is stored by changing what was given.
    const stored: Item = JSON.parse(JSON.stringify({ ...item, pk, sk }));
    partition(pk).set(sk, stored);
  };
  const table: HistoryTable = {
    get: async ({ pk, sk }) => partition(pk).get(sk),
    async putNew(key, item) {
      if (partition(key.pk).has(key.sk)) return false;
      put(key, item);
      return true;
    },
    async update(key, change) {
      const item = partition(key.pk).get(key.sk);
      if (!(change.where ?? []).every((condition) => holds(item, condition))) return undefined;
      put(key, changed(item ?? {}, change));
      return partition(key.pk).get(key.sk);
    },
    async deleteWhere({ pk, sk }, path, value) {
      return valueAt(partition(pk).get(sk), path) === value && partition(pk).delete(sk);
    },
    async delete({ pk, sk }) {
      partition(pk).delete(sk);
    },
    async putAll(all) {
      for (const item of all) put({ pk: String(item['pk']), sk: String(item['sk']) }, item);
    },
    async *query({ IndexName, ExpressionAttributeValues = {}, ScanIndexForward = true }) {
      if (IndexName !== undefined) throw new Error(`the history in memory has no index ${IndexName}`);
      const found = partition(String(ExpressionAttributeValues[':pk']));
      const prefix = String(ExpressionAttributeValues[':sk'] ?? ExpressionAttributeValues[':prefix'] ?? '');
      const keys = [...found.keys()].filter((sk) => sk.startsWith(prefix)).sort();
      for (const sk of ScanIndexForward ? keys : keys.reverse()) yield found.get(sk) ?? {};
    },
  };
  return historyOf(table);
}

function holds(item: Item | undefined, condition: Condition): boolean {
  const value = valueAt(item, condition.path);
  return 'exists' in condition
    ? (value !== undefined) === condition.exists
    : JSON.stringify(value) === JSON.stringify(condition.equals);
}

function changed(before: Item, { set = {}, setOnce = {}, add = {}, remove = [] }: Change): Item {
  let item = before;
  for (const [path, value] of Object.entries(add))
    item = withValue(item, path, Number(valueAt(item, path) ?? 0) + value);
  for (const [path, value] of Object.entries(set))
    if (value !== undefined) item = withValue(item, path, value);
  for (const [path, value] of Object.entries(setOnce))
    if (value !== undefined && valueAt(item, path) === undefined) item = withValue(item, path, value);
  for (const path of remove) if (valueAt(item, path) !== undefined) item = withValue(item, path, undefined);
  return item;
}

function valueAt(item: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((at, part) => (isItem(at) ? at[part] : undefined), item);
}

function withValue(item: Item, path: string, value: unknown): Item {
  const [first = '', ...rest] = path.split('.');
  const below = item[first];
  return {
    ...item,
    [first]: rest.length === 0 ? value : withValue(isItem(below) ? below : {}, rest.join('.'), value),
  };
}

function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null;
}
