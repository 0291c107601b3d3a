import { isInput, members, optionalText, requiredText } from '../gateway/input';
import { AwsError, type CloudContext, type Input, type JsonService, type Operation } from '../service';
import { DynaliteClient } from './dynalite-client';
import { KeptTables, keyNames } from './kept-tables';

/** Operations that dynalite answers unchanged. */
const passedOn = [
  'BatchGetItem',
  'DescribeTable',
  'GetItem',
  'ListTables',
  'ListTagsOfResource',
  'Query',
  'Scan',
  'TagResource',
  'UntagResource',
] as const;

export interface LocalDynamoDb extends JsonService {
  /** Resolves when the data of an earlier process is restored. Operations wait for it. */
  readonly restored: Promise<void>;
  /** Resolves when no operation is running any more. */
  stop(): Promise<void>;
}

/**
 * DynamoDB by dynalite, with what the template and the functions need beyond it: TTL and backups as settings,
 * and the old item on a failed condition.
 */
export function createDynamoDb(context: CloudContext): LocalDynamoDb {
  const dynalite = new DynaliteClient();
  const kept = new KeptTables(context, dynalite);
  const timeToLive = new Map<string, string>();
  const operations: Record<string, Operation> = {};
  for (const name of passedOn) operations[name] = async (input) => withArns(await dynalite.call(name, input));
  for (const name of ['PutItem', 'UpdateItem', 'DeleteItem'])
    operations[name] = (input) =>
      kept.write(async () => {
        const answer = await write(dynalite, name, input);
        await kept.itemWritten(name, input);
        return answer;
      });
  operations['BatchWriteItem'] = (input) =>
    kept.write(async () => {
      const answer = await dynalite.call('BatchWriteItem', input);
      await kept.batchWritten(input);
      return answer;
    });

  operations['CreateTable'] = async (input) => {
    // dynalite knows none of these, and they change nothing that a local program sees.
    const { SSESpecification, DeletionProtectionEnabled, Tags, TableClass, ...known } = input;
    const answer = await dynalite.call('CreateTable', known);
    kept.tableMade(known);
    return withArns(answer);
  };
  operations['UpdateTable'] = async (input) => {
    const answer = await dynalite.call('UpdateTable', input);
    await kept.tableChanged(requiredText(input, 'TableName'));
    return withArns(answer);
  };
  operations['DeleteTable'] = async (input) => {
    const answer = await dynalite.call('DeleteTable', input);
    kept.tableGone(requiredText(input, 'TableName'));
    return withArns(answer);
  };
  operations['UpdateTimeToLive'] = async (input) => {
    const table = await existing(input);
    const specification = members(input, 'TimeToLiveSpecification');
    if (specification['Enabled'] === true)
      timeToLive.set(table, requiredText(specification, 'AttributeName'));
    else timeToLive.delete(table);
    kept.timeToLive(table, timeToLive.get(table));
    return { TimeToLiveSpecification: specification };
  };
  operations['DescribeTimeToLive'] = async (input) => {
    const attribute = timeToLive.get(await existing(input));
    const description =
      attribute === undefined
        ? { TimeToLiveStatus: 'DISABLED' }
        : { TimeToLiveStatus: 'ENABLED', AttributeName: attribute };
    return { TimeToLiveDescription: description };
  };
  const restored = kept.isOn ? restore() : Promise.resolve();

  async function restore(): Promise<void> {
    for (const [table, attribute] of await kept.restore()) timeToLive.set(table, attribute);
  }

  /** Operations that wait until the kept data is restored. */
  function afterRestore(): Readonly<Record<string, Operation>> {
    if (!kept.isOn) return operations;
    const waiting = Object.entries(operations).map(([name, run]): [string, Operation] => [
      name,
      async (input, caller) => {
        await restored;
        return run(input, caller);
      },
    ]);
    return Object.fromEntries(waiting);
  }

  async function existing(input: Input): Promise<string> {
    const table = requiredText(input, 'TableName');
    await dynalite.call('DescribeTable', { TableName: table });
    return table;
  }

  /** Replaces the account and region that dynalite invents for its ARNs, and its old name of BillingModeSummary. */
  function withArns(answer: Input): Input {
    const text = JSON.stringify(answer)
      .replace(/arn:aws:dynamodb:[a-z0-9-]*:\d*:/g, `arn:aws:dynamodb:${context.region}:${context.account}:`)
      .replace(
        /"TableThroughputModeSummary":\{"TableThroughputMode":/g,
        '"BillingModeSummary":{"BillingMode":',
      );
    const renamed: unknown = JSON.parse(text);
    return isInput(renamed) ? renamed : answer;
  }

  return {
    protocol: 'json-1.0',
    name: 'dynamodb',
    targetPrefix: 'DynamoDB_20120810',
    restored,
    operations: afterRestore(),
    stop: () => dynalite.settle(),
  };
}

/**
 * Performs a conditional write. With ReturnValuesOnConditionCheckFailure, the refusal contains the current
 * item.
 */
async function write(dynalite: DynaliteClient, operation: string, input: Input): Promise<Input> {
  const { ReturnValuesOnConditionCheckFailure: wanted, ...known } = input;
  try {
    return await dynalite.call(operation, known);
  } catch (cause) {
    if (wanted !== 'ALL_OLD' || !(cause instanceof AwsError)) throw cause;
    if (cause.code !== 'ConditionalCheckFailedException') throw cause;
    const TableName = optionalText(input, 'TableName');
    const Key = operation === 'PutItem' ? await keyOf(dynalite, input) : input['Key'];
    const { Item } = await dynalite.call('GetItem', { TableName, Key, ConsistentRead: true });
    throw new AwsError(cause.code, cause.message, cause.statusCode, Item === undefined ? {} : { Item });
  }
}

async function keyOf(dynalite: DynaliteClient, input: Input): Promise<Input> {
  const item = members(input, 'Item');
  const names = await keyNames(dynalite, requiredText(input, 'TableName'));
  return Object.fromEntries(names.map((name) => [name, item[name]]));
}
