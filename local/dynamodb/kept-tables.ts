import { type Journal, journalOf } from '../durable/journal';
import { inputs, isInput, members, optionalText, requiredText } from '../gateway/input';
import type { CloudContext, Input } from '../service';
import type { DynaliteClient } from './dynalite-client';

/** Largest number of puts in one BatchWriteItem (API reference). */
const batchSize = 25;

/**
 * Kept state of tables: the definition by `table/<name>`, the TTL attribute by `ttl/<name>`, and the current
 * items by `item/<name>/<key>`. dynalite itself stays in memory and is filled again. Its own files take an
 * item and the entries of its indexes one by one, so a crash in between would leave them inconsistent.
 */
export class KeptTables {
  readonly isOn: boolean;
  readonly #journal: Journal;
  readonly #dynalite: DynaliteClient;
  readonly #keyNames = new Map<string, readonly string[]>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(context: CloudContext, dynalite: DynaliteClient) {
    this.isOn = context.openJournal !== undefined;
    this.#journal = journalOf(context, 'dynamodb');
    this.#dynalite = dynalite;
  }

  /** Fills dynalite with the data of an earlier process. Returns the TTL attributes by table. */
  async restore(): Promise<ReadonlyMap<string, string>> {
    const timeToLive = new Map<string, string>();
    const items = new Map<string, Input[]>();
    for (const [key, value] of this.#journal.found) {
      const [kind, table = ''] = key.split('/');
      if (kind === 'ttl') timeToLive.set(table, String(value));
      else if (isInput(value) && kind === 'item') items.get(table)?.push(value);
      else if (isInput(value)) {
        await this.#dynalite.call('CreateTable', value);
        await untilActive(this.#dynalite, table);
        items.set(table, []);
      }
    }
    for (const [table, all] of items)
      for (let from = 0; from < all.length; from += batchSize) {
        const puts = all.slice(from, from + batchSize).map((Item) => ({ PutRequest: { Item } }));
        await this.#dynalite.call('BatchWriteItem', { RequestItems: { [table]: puts } });
      }
    return timeToLive;
  }

  /** Runs writes one after the other, so that the journal has them in the order in which they happened. */
  write<T>(work: () => Promise<T>): Promise<T> {
    if (!this.isOn) return work();
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }

  tableMade(input: Input): void {
    this.#journal.put(`table/${requiredText(input, 'TableName')}`, input);
  }

  /** Keeps the table as DescribeTable shows it. Capacity has no meaning here. */
  async tableChanged(table: string): Promise<void> {
    const { Table } = await this.#dynalite.call('DescribeTable', { TableName: table });
    if (!isInput(Table)) return;
    const indexes = ['LocalSecondaryIndexes', 'GlobalSecondaryIndexes'].flatMap((kind) => {
      const all = inputs(Table, kind);
      const asMade = all.map(({ IndexName, KeySchema, Projection }) => ({
        IndexName,
        KeySchema,
        Projection,
      }));
      return all.length === 0 ? [] : [[kind, asMade] as const];
    });
    const { KeySchema, AttributeDefinitions } = Table;
    this.tableMade({
      TableName: table,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema,
      AttributeDefinitions,
      ...Object.fromEntries(indexes),
    });
  }

  tableGone(table: string): void {
    this.#keyNames.delete(table);
    // The table has the first line and is removed last: items without it would stay for ever.
    for (const key of [...this.#journal.keys()].reverse())
      if (key === `table/${table}` || key === `ttl/${table}` || key.startsWith(`item/${table}/`))
        this.#journal.delete(key);
  }

  timeToLive(table: string, attribute: string | undefined): void {
    if (attribute === undefined) this.#journal.delete(`ttl/${table}`);
    else this.#journal.put(`ttl/${table}`, attribute);
  }

  /** Keeps the result of a PutItem, UpdateItem or DeleteItem. */
  async itemWritten(operation: string, input: Input): Promise<void> {
    if (!this.isOn) return;
    const table = requiredText(input, 'TableName');
    if (operation === 'PutItem') return this.#put(table, members(input, 'Item'));
    const Key = members(input, 'Key');
    if (operation === 'DeleteItem') return this.#delete(table, Key);
    const { Item } = await this.#dynalite.call('GetItem', { TableName: table, Key, ConsistentRead: true });
    if (isInput(Item)) await this.#put(table, Item);
  }

  /** Keeps the result of a BatchWriteItem. dynalite leaves no request unprocessed. */
  async batchWritten(input: Input): Promise<void> {
    if (!this.isOn) return;
    const requests = members(input, 'RequestItems');
    for (const table of Object.keys(requests))
      for (const { PutRequest, DeleteRequest } of inputs(requests, table)) {
        if (isInput(PutRequest)) await this.#put(table, members(PutRequest, 'Item'));
        if (isInput(DeleteRequest)) await this.#delete(table, members(DeleteRequest, 'Key'));
      }
  }

  async #put(table: string, item: Input): Promise<void> {
    this.#journal.put(await this.#keyOf(table, item), item);
  }

  async #delete(table: string, key: Input): Promise<void> {
    this.#journal.delete(await this.#keyOf(table, key));
  }

  async #keyOf(table: string, item: Input): Promise<string> {
    const names = this.#keyNames.get(table) ?? (await keyNames(this.#dynalite, table));
    this.#keyNames.set(table, names);
    return `item/${table}/${JSON.stringify(names.map((name) => item[name]))}`;
  }
}

/** Waits until the table is active: before that it accepts no items. */
async function untilActive(dynalite: DynaliteClient, table: string): Promise<void> {
  for (;;) {
    const answer = await dynalite.call('DescribeTable', { TableName: table });
    if (isInput(answer['Table']) && answer['Table']['TableStatus'] === 'ACTIVE') return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Attributes of a table's key: hash, then range. */
export async function keyNames(dynalite: DynaliteClient, table: string): Promise<readonly string[]> {
  const { Table } = await dynalite.call('DescribeTable', { TableName: table });
  return (isInput(Table) ? inputs(Table, 'KeySchema') : []).map(
    (part) => optionalText(part, 'AttributeName') ?? '',
  );
}
