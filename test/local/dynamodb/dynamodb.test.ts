import {
  CreateTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  PutItemCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import {
  BatchWriteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { createDynamoDb } from '../../../local/dynamodb/dynamodb';
import { startTestGateway, type TestGateway } from '../../helpers/local/local-gateway';

const TableName = 'history';
let cloud: TestGateway;
let client: DynamoDBClient;
let documents: DynamoDBDocumentClient;

beforeAll(async () => {
  cloud = await startTestGateway((context) => [createDynamoDb(context)]);
  client = new DynamoDBClient(cloud.client);
  documents = DynamoDBDocumentClient.from(client);
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk', 'day', 'openedAt'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byDay',
          KeySchema: [
            { AttributeName: 'day', KeyType: 'HASH' },
            { AttributeName: 'openedAt', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  );
});
afterAll(() => cloud.stop());

test('a refused conditional write tells the item that stands there', async () => {
  const Item = { pk: 'LEASE', sk: 'sales/orders', owner: 'run-1' };
  await documents.send(new PutCommand({ TableName, Item }));
  const again = {
    TableName,
    ConditionExpression: 'attribute_not_exists(pk)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  } as const;
  await expect(
    client.send(new PutItemCommand({ ...again, Item: { pk: { S: 'LEASE' }, sk: { S: 'sales/orders' } } })),
  ).rejects.toMatchObject({ name: 'ConditionalCheckFailedException', Item: { owner: { S: 'run-1' } } });
  const { Item: kept } = await documents.send(
    new GetCommand({ TableName, Key: { pk: 'LEASE', sk: 'sales/orders' } }),
  );
  expect(kept).toEqual(Item);
});

test('updates, batches and queries an index newest first', async () => {
  const requests = ['01', '02', '03'].map((day) => ({
    PutRequest: { Item: { pk: `RUN#${day}`, sk: 'RUN', day: '2026-03', openedAt: day, rows: Number(day) } },
  }));
  await documents.send(new BatchWriteCommand({ RequestItems: { [TableName]: requests } }));
  await documents.send(
    new UpdateCommand({
      TableName,
      Key: { pk: 'RUN#02', sk: 'RUN' },
      UpdateExpression: 'SET #rows = #rows + :more',
      ExpressionAttributeNames: { '#rows': 'rows' },
      ExpressionAttributeValues: { ':more': 40 },
    }),
  );
  const { Items } = await documents.send(
    new QueryCommand({
      TableName,
      IndexName: 'byDay',
      KeyConditionExpression: '#day = :day',
      ExpressionAttributeNames: { '#day': 'day' },
      ExpressionAttributeValues: { ':day': '2026-03' },
      ScanIndexForward: false,
    }),
  );
  expect(Items?.map(({ rows }) => rows)).toEqual([3, 42, 1]);
});

test('keeps the TTL setting, gives ARNs of this account, refuses backups by name', async () => {
  const TimeToLiveSpecification = { AttributeName: 'expiresAt', Enabled: true };
  await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName }));
  expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' });
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  expect(Table?.TableArn).toBe('arn:aws:dynamodb:eu-west-1:000000000000:table/history');
  await expect(client.send(new DescribeContinuousBackupsCommand({ TableName }))).rejects.toMatchObject({
    name: 'UnknownOperationException',
    message: 'dynamodb:DescribeContinuousBackups is not supported by the local cloud; see local/BEHAVIOUR.md',
  });
});

test('a condition compares maps and lists by their content', async () => {
  const Key = { pk: 'documents', sk: '1' };
  const state = {
    settled: { id: 'r', counts: { a: 1 } },
    entries: ['a', { b: true }],
    tags: new Set(['x', 'y']),
  };
  await documents.send(new PutCommand({ TableName, Item: { ...Key, ...state } }));
  const updateIf = (ConditionExpression: string, values: object) =>
    documents.send(
      new UpdateCommand({
        TableName,
        Key,
        UpdateExpression: 'SET n = :n',
        ConditionExpression,
        ExpressionAttributeValues: { ':n': 1, ...values },
      }),
    );
  const same = { ':s': { counts: { a: 1 }, id: 'r' }, ':l': ['a', { b: true }] };
  await updateIf('settled = :s AND entries = :l', same);
  await updateIf('NOT settled <> :s OR attribute_not_exists(pk)', { ':s': same[':s'] });
  for (const [condition, values] of [
    ['settled = :s', { ':s': { id: 'r', counts: { a: 2 } } }],
    ['settled <> :s', { ':s': same[':s'] }],
    ['entries = :l', { ':l': [{ b: true }, 'a'] }],
    ['elsewhere = :s', { ':s': same[':s'] }],
  ] as const)
    await expect(updateIf(condition, values)).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
    });
});
