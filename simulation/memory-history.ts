import { isDeepStrictEqual } from 'node:util';
import { type History, historyOf } from '../aws/history/history';
import type { HistoryQuery, HistoryTable, Item } from '../aws/history/table';
import type { Change, Condition } from '../aws/history/update-expression';
import { type ItemKey, indexes } from '../core/runs/record/history-keys';

/**
 * The history over a map instead of DynamoDB, for thousands of runs. The tests of `aws/history` hold it to what
 * DynamoDB does.
 */
export function memoryHistory(items = new Map<string, Map<string, Item>>()): History {
  return historyOf(memoryTable(items));
}

/** The table below it. */
export function memoryTable(items = new Map<string, Map<string, Item>>()): HistoryTable {
  const partition = (pk: string): Map<string, Item> => {
    const known = items.get(pk) ?? new Map<string, Item>();
    items.set(pk, known);
    return known;
  };
  const put = ({ pk, sk }: ItemKey, item: Item): void => {
    partition(pk).set(sk, { ...item, pk, sk });
  };
  const table: HistoryTable = {
    get: async ({ pk, sk }) => partition(pk).get(sk),
    getAll: async (keys) =>
      keys.map(({ pk, sk }) => partition(pk).get(sk)).filter((item) => item !== undefined),
    async putNew(key, item) {
      if (partition(key.pk).has(key.sk)) return false;
      put(key, copied(item));
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
      for (const item of all) put({ pk: String(item['pk']), sk: String(item['sk']) }, copied(item));
    },
    async *query(query) {
      yield* itemsOf(items, query);
    },
  };
  return table;
}

/** Items that a query finds, all pages together. */
export function itemsOf(
  items: ReadonlyMap<string, ReadonlyMap<string, Item>>,
  { IndexName, ExpressionAttributeValues: values = {}, ScanIndexForward = true }: HistoryQuery,
): Item[] {
  const text = (name: string): string => String(values[name] ?? '');
  const found =
    IndexName === undefined
      ? inPartition(
          items.get(text(':pk')) ?? new Map(),
          values[':sk'] === undefined ? text(':prefix') : text(':sk'),
        )
      : inIndex(
          [...items.values()].flatMap((partition) => [...partition.values()]),
          indexAttribute(IndexName),
          text(':key'),
          text(':since'),
        );
  return ScanIndexForward ? found : found.reverse();
}

/** Items whose sort key begins with `prefix`, by sort key. */
function inPartition(found: ReadonlyMap<string, Item>, prefix: string): Item[] {
  if (found.size === 0) return [];
  const keys = [...found.keys()].filter((sk) => sk.startsWith(prefix)).sort();
  return keys.map((sk) => found.get(sk) ?? {});
}

/** Items of an index, whose sort key is `openedAt`. */
function inIndex(all: readonly Item[], attribute: string, value: string, since: string): Item[] {
  const openedAt = (item: Item): string => String(item['openedAt'] ?? '');
  return all
    .filter((item) => item[attribute] === value && openedAt(item) !== '' && openedAt(item) >= since)
    .sort((a, b) => (openedAt(a) < openedAt(b) ? -1 : 1));
}

function indexAttribute(name: string): string {
  const found = Object.entries(indexes).find(([index]) => index === name);
  if (found === undefined) throw new Error(`the history table has no index ${name}`);
  return found[1];
}

function holds(item: Item | undefined, condition: Condition): boolean {
  const value = valueAt(item, condition.path);
  if ('absentOrBelow' in condition) return value === undefined || String(value) < condition.absentOrBelow;
  return 'exists' in condition
    ? (value !== undefined) === condition.exists
    : isDeepStrictEqual(value, condition.equals);
}

function changed(before: Item, change: Change): Item {
  const { set = {}, setOnce = {}, append = {}, add = {}, remove = [] } = change;
  let item = before;
  for (const [path, value] of Object.entries(add))
    item = withValue(item, path, Number(valueAt(item, path) ?? 0) + value);
  for (const [path, value] of Object.entries(set))
    if (value !== undefined) item = withValue(item, path, copy(value));
  for (const [path, value] of Object.entries(setOnce))
    if (value !== undefined && valueAt(item, path) === undefined) item = withValue(item, path, copy(value));
  for (const [path, value] of Object.entries(append)) {
    const list: unknown = valueAt(before, path) ?? [];
    if (!Array.isArray(list)) throw new Error(`${path} is not a list`);
    item = withValue(item, path, [...list, ...value.map(copy)]);
  }
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

/** A copy as the wire makes it, without what is undefined: nobody changes what is stored by changing what was given. */
function copied(item: Item): Item {
  const copies: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(item)) if (value !== undefined) copies[name] = copy(value);
  return copies;
}

function copy(value: unknown): unknown {
  if (!isItem(value)) return value;
  if (value instanceof Uint8Array) return value.slice();
  return Array.isArray(value) ? value.map(copy) : copied(value);
}

function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null;
}
