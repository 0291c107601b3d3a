import { setTimeout as sleep } from 'node:timers/promises';
import { batchesAtOnce, type HistoryQuery, type HistoryTable, type Item } from '../../aws/history/table';
import { indexes } from '../../core/runs/record/history-keys';
import { memoryTable } from '../../simulation/memory-history';

export type Items = Map<string, Map<string, Item>>;

/** Items per call of BatchGetItem. */
const readsPerBatch = 100;
/** Maximum of a page of a query. */
const bytesPerPage = 2 ** 20;

/**
 * A history in memory that is only read from now on. Each call takes `callMs` of real time, and queries have the pages of DynamoDB.
 * Its indexes are built once, so that the figures are those of the console, and not of this table.
 */
export function slowTable(items: Items, callMs: number): HistoryTable {
  const below = memoryTable(items);
  const indexed = indexOf(items);
  return {
    ...below,
    async get(key) {
      await sleep(callMs);
      return below.get(key);
    },
    async getAll(keys) {
      await sleep(callMs * Math.ceil(keys.length / readsPerBatch / batchesAtOnce));
      return below.getAll(keys);
    },
    async *query(query) {
      const found = query.IndexName === undefined ? await all(below, query) : inIndex(indexed, query);
      for (const page of pagesOf(found, query.Limit)) {
        await sleep(callMs);
        yield* page;
      }
    },
  };
}

async function all(table: HistoryTable, query: HistoryQuery): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const item of table.query(query)) items.push(item);
  return items;
}

/** Pages as `createHistoryTable` reads them: with a limit, each is larger than the one before. At least one. */
function* pagesOf(items: readonly Item[], limit: number | undefined): Generator<readonly Item[]> {
  let page: Item[] = [];
  let bytes = 0;
  let most = limit ?? Number.POSITIVE_INFINITY;
  for (const item of items) {
    if (page.length >= most || bytes > bytesPerPage) {
      yield page;
      [page, bytes] = [[], 0];
      most = Math.min(most * 10, Math.max(most, 500));
    }
    page.push(item);
    bytes += limit === undefined ? JSON.stringify(item).length : 0;
  }
  yield page;
}

type Index = ReadonlyMap<string, readonly Item[]>;

const place = (index: string, key: unknown): string => `${index} ${String(key)}`;
const openedAt = (item: Item): string => String(item['openedAt']);

/** Items of all indexes, in the order of their sort key. */
function indexOf(items: Items): Index {
  const found = new Map<string, Item[]>();
  for (const partition of items.values())
    for (const item of partition.values())
      for (const [index, attribute] of Object.entries(indexes)) {
        if (item[attribute] === undefined || item['openedAt'] === undefined) continue;
        const key = place(index, item[attribute]);
        const known = found.get(key);
        if (known === undefined) found.set(key, [item]);
        else known.push(item);
      }
  for (const list of found.values()) list.sort((a, b) => (openedAt(a) < openedAt(b) ? -1 : 1));
  return found;
}

function inIndex(
  index: Index,
  { IndexName = '', ExpressionAttributeValues: values = {}, ScanIndexForward = true }: HistoryQuery,
): readonly Item[] {
  const since = String(values[':since'] ?? '');
  const found = (index.get(place(IndexName, values[':key'])) ?? []).filter((item) => openedAt(item) >= since);
  return ScanIndexForward ? found : found.reverse();
}
