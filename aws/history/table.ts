import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { mapConcurrently } from '../../core/concurrency';
import type { ItemKey } from '../../core/runs/record/history-keys';
import { RunError } from '../../core/runs/record/run-error';
import { errorName, toRunError } from '../errors';
import { type Change, updateExpression } from './update-expression';
import { requestLimits } from '../request-limits';

export type Item = Readonly<Record<string, unknown>>;
/** Query without the table's name. All pages are read; after a page of `Limit` items, pages grow. */
export type HistoryQuery = Omit<QueryCommandInput, 'TableName' | 'ExclusiveStartKey'>;

/** Operations of the history table. A condition that does not hold is a result, not an error. */
export interface HistoryTable {
  get(key: ItemKey): Promise<Item | undefined>;
  /** Items of these keys that exist, in any order. */
  getAll(keys: readonly ItemKey[]): Promise<readonly Item[]>;
  /** Returns false when an item with the key exists. */
  putNew(key: ItemKey, item: Item): Promise<boolean>;
  /** The item after the change, unless it leaves it out; undefined when a condition did not hold. */
  update(key: ItemKey, change: Change): Promise<Item | undefined>;
  /** Deletes the item if `path` equals `value` or, for undefined, does not exist. Returns false otherwise. */
  deleteWhere(key: ItemKey, path: string, value: unknown): Promise<boolean>;
  delete(key: ItemKey): Promise<void>;
  putAll(items: readonly Item[]): Promise<void>;
  query(query: HistoryQuery): AsyncGenerator<Item>;
}

/** Maximum of DynamoDB's BatchWriteItem. */
const batchSize = 25;
/** Maximum of DynamoDB's BatchGetItem. */
const readsPerBatch = 100;
export const batchesAtOnce = 5;
const largestPage = 500;
const batchAttempts = 8;

export function documentClient(client = new DynamoDBClient(requestLimits)): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}

export function createHistoryTable(TableName: string, client: DynamoDBDocumentClient): HistoryTable {
  return {
    async get(Key) {
      const found = await client
        .send(new GetCommand({ TableName, Key, ConsistentRead: true }))
        .catch(rethrow('reading the history'));
      return found.Item;
    },
    async getAll(keys) {
      const batches = Array.from({ length: Math.ceil(keys.length / readsPerBatch) }, (_, nth) =>
        keys.slice(nth * readsPerBatch, (nth + 1) * readsPerBatch),
      );
      const found = await mapConcurrently(batchesAtOnce, batches, (batch) =>
        getBatch(client, TableName, batch),
      );
      return found.flat();
    },
    putNew: (key, item) =>
      unlessConditionFails(async () => {
        const Item = { ...item, ...key };
        await client.send(
          new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' }),
        );
        return true;
      }, false),
    update: (Key, change) =>
      unlessConditionFails(async () => {
        const updated = await client.send(
          new UpdateCommand({
            TableName,
            Key,
            ReturnValues: change.withoutItem === true ? 'NONE' : 'ALL_NEW',
            ...updateExpression(change),
          }),
        );
        return updated.Attributes ?? {};
      }, undefined),
    deleteWhere: (Key, path, value) =>
      unlessConditionFails(async () => {
        await client.send(
          new DeleteCommand({
            TableName,
            Key,
            ExpressionAttributeNames: { '#path': path },
            ...(value === undefined
              ? { ConditionExpression: 'attribute_not_exists(#path)' }
              : { ConditionExpression: '#path = :value', ExpressionAttributeValues: { ':value': value } }),
          }),
        );
        return true;
      }, false),
    async delete(Key) {
      await client.send(new DeleteCommand({ TableName, Key })).catch(rethrow('writing the history'));
    },
    async putAll(items) {
      for (let from = 0; from < items.length; from += batchSize)
        await putBatch(client, TableName, items.slice(from, from + batchSize));
    },
    async *query(query) {
      let ExclusiveStartKey: Record<string, unknown> | undefined;
      let { Limit } = query;
      do {
        const page = await client
          .send(new QueryCommand({ TableName, ...query, Limit, ExclusiveStartKey }))
          .catch(rethrow('querying the history'));
        yield* page.Items ?? [];
        ExclusiveStartKey = page.LastEvaluatedKey;
        // Whoever reads on skips items, of which there may be thousands.
        if (Limit !== undefined) Limit = Math.min(Limit * 10, Math.max(Limit, largestPage));
      } while (ExclusiveStartKey !== undefined);
    },
  };
}

async function putBatch(
  client: DynamoDBDocumentClient,
  table: string,
  items: readonly Item[],
): Promise<void> {
  let requests: { PutRequest: { Item: Record<string, unknown> } }[] = items.map((item) => ({
    PutRequest: { Item: { ...item } },
  }));
  for (let attempt = 0; requests.length > 0; attempt += 1) {
    if (attempt === batchAttempts)
      throw new RunError(
        'Throttled',
        `DynamoDB did not accept ${requests.length} items of the history; retry in a moment`,
      );
    if (attempt > 0) await sleep(25 * 2 ** attempt);
    const written = await client
      .send(new BatchWriteCommand({ RequestItems: { [table]: requests } }))
      .catch(rethrow('writing the history'));
    requests = (written.UnprocessedItems?.[table] ?? []).flatMap((request) =>
      request.PutRequest?.Item === undefined ? [] : [{ PutRequest: { Item: request.PutRequest.Item } }],
    );
  }
}

async function getBatch(
  client: DynamoDBDocumentClient,
  table: string,
  keys: readonly ItemKey[],
): Promise<readonly Item[]> {
  const found: Item[] = [];
  let left: Record<string, unknown>[] = keys.map((key) => ({ ...key }));
  for (let attempt = 0; left.length > 0; attempt += 1) {
    if (attempt === batchAttempts)
      throw new RunError('Throttled', `DynamoDB did not return ${left.length} items; retry in a moment`);
    if (attempt > 0) await sleep(25 * 2 ** attempt);
    const answer = await client
      .send(new BatchGetCommand({ RequestItems: { [table]: { Keys: left, ConsistentRead: true } } }))
      .catch(rethrow('reading the history'));
    found.push(...(answer.Responses?.[table] ?? []));
    left = answer.UnprocessedKeys?.[table]?.Keys ?? [];
  }
  return found;
}

async function unlessConditionFails<Answer>(write: () => Promise<Answer>, refused: Answer): Promise<Answer> {
  try {
    return await write();
  } catch (error) {
    if (errorName(error) === 'ConditionalCheckFailedException') return refused;
    throw toRunError(error, 'writing the history');
  }
}

function rethrow(action: string): (error: unknown) => never {
  return (error) => {
    throw toRunError(error, action);
  };
}
