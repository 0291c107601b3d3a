import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DrivenClock } from '../../local/clock';
import { type LocalCloud, startLocalCloud } from '../../local/cloud';
import type { Input, JsonService } from '../../local/service';
import { writeAssembly } from '../helpers/local/assembly';

const caller = { accessKeyId: 'x', principalArn: 'arn:aws:iam::000000000000:root' };
const clock = new DrivenClock(new Date('2026-03-01T10:00:00Z'));
const folders: string[] = [];
const clouds: LocalCloud[] = [];

async function start(dataFolder: string): Promise<LocalCloud> {
  folders.push(dataFolder);
  const cloud = await startLocalCloud({ clock, dataFolder, durable: true });
  clouds.push(cloud);
  return cloud;
}
/** Starts a cloud on a copy of the folder as it is now, as after a crash: the first cloud is not stopped. */
async function afterDeath(first: LocalCloud): Promise<LocalCloud> {
  const copy = mkdtempSync(join(tmpdir(), 'lakeferry-restart-'));
  cpSync(first.context.dataFolder, copy, { recursive: true });
  return start(copy);
}
const fresh = () => start(mkdtempSync(join(tmpdir(), 'lakeferry-restart-')));
const call = async (service: JsonService, operation: string, input: Input): Promise<unknown> =>
  service.operations[operation]?.(input, caller);

afterEach(async () => {
  for (const cloud of clouds.splice(0)) await cloud.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function textOf({ s3 }: LocalCloud, bucket: string, key: string): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of await s3.objects.get(bucket, key)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe('a local cloud that starts on the data folder of one that died', () => {
  it('S3: has the objects with all that is said of them, and nothing of an upload that was cut', async () => {
    const first = await fresh();
    const { objects } = first.s3;
    await objects.createBucket('lake');
    await objects.createBucket('gone');
    objects.tellEventBridge('lake', true);
    await objects.put('lake', 'a/b c+ü%', Buffer.from('old'));
    const written = await objects.write('lake', Buffer.from('new'), 'CRC32');
    const said = { contentType: 'text/csv', headers: { 'x-amz-meta-a': 'b' }, tags: 'a=1' };
    await objects.publish('lake', 'a/b c+ü%', written, said);
    await objects.put('lake', 'deleted', Buffer.from('x'));
    await objects.delete('lake', 'deleted');
    await objects.deleteBucket('gone');
    await objects.write('lake', Buffer.from('half'));

    const again = await afterDeath(first);
    expect(again.s3.objects.buckets().map(({ name }) => name)).toEqual(['lake']);
    expect(again.s3.objects.bucket('lake').tellsEventBridge).toBe(true);
    expect((await again.s3.objects.list('lake', '')).map(({ key }) => key)).toEqual(['a/b c+ü%']);
    const { file: _file, ...before } = objects.record('lake', 'a/b c+ü%');
    expect(again.s3.objects.record('lake', 'a/b c+ü%')).toMatchObject(before);
    expect(await textOf(again, 'lake', 'a/b c+ü%')).toBe('new');
  });

  it('DynamoDB: has each item as the last acknowledged write left it, in its indexes too', async () => {
    const first = await fresh();
    const key = (id: string) => ({ id: { S: id } });
    const attribute = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' });
    await call(first.dynamoDb, 'CreateTable', {
      TableName: 'runs',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [attribute('id'), attribute('day')],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byDay',
          KeySchema: [{ AttributeName: 'day', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    await call(first.dynamoDb, 'UpdateTimeToLive', {
      TableName: 'runs',
      TimeToLiveSpecification: { Enabled: true, AttributeName: 'ttl' },
    });
    const puts = ['a', 'b', 'c'].map((id) => ({
      PutRequest: { Item: { ...key(id), day: { S: 'monday' } } },
    }));
    await call(first.dynamoDb, 'BatchWriteItem', { RequestItems: { runs: puts } });
    const update = (id: string, day: string) =>
      call(first.dynamoDb, 'UpdateItem', {
        TableName: 'runs',
        Key: key(id),
        UpdateExpression: 'SET #day = :day',
        ExpressionAttributeNames: { '#day': 'day' },
        ExpressionAttributeValues: { ':day': { S: day } },
      });
    await Promise.all(['tuesday', 'wednesday', 'tuesday'].map((day) => update('b', day)));
    await call(first.dynamoDb, 'DeleteItem', { TableName: 'runs', Key: key('c') });
    await call(first.dynamoDb, 'PutItem', { TableName: 'runs', Item: { ...key('d'), day: { S: 'monday' } } });

    const again = await afterDeath(first);
    const day = (name: string) =>
      call(again.dynamoDb, 'Query', {
        TableName: 'runs',
        IndexName: 'byDay',
        KeyConditionExpression: '#day = :day',
        ExpressionAttributeNames: { '#day': 'day' },
        ExpressionAttributeValues: { ':day': { S: name } },
      });
    expect(await day('tuesday')).toMatchObject({ Items: [{ ...key('b') }] });
    expect(await day('wednesday')).toMatchObject({ Count: 0 });
    expect(await day('monday')).toMatchObject({ Count: 2 });
    expect(await call(again.dynamoDb, 'DescribeTimeToLive', { TableName: 'runs' })).toMatchObject({
      TimeToLiveDescription: { AttributeName: 'ttl' },
    });
  });

  it('SQS: delivers again what was received and not deleted, and never what was deleted', async () => {
    const first = await fresh();
    const queue = first.sqs.create('work', { VisibilityTimeout: '600' });
    for (const body of ['done', 'in hand', 'waiting']) queue.send(body);
    const [done] = queue.receive(2, 600);
    queue.delete(done?.receipt ?? '');
    const found = (await afterDeath(first)).sqs.find('work');
    expect(found?.attributes['VisibilityTimeout']).toBe('600');
    expect(found?.receive(10, 1).map(({ body, receiveCount }) => [body, receiveCount])).toEqual([
      ['in hand', 2],
      ['waiting', 1],
    ]);
  });

  it('has parameters, secrets and the tables of the catalogue', async () => {
    const first = await fresh();
    first.ssm.put('/a', '1');
    const arn = first.secrets.put('login', 'old');
    first.secrets.put('login', 'new');
    first.glue.putDatabase('lake');
    await call(first.glue, 'CreateTable', { DatabaseName: 'lake', TableInput: { Name: 'orders' } });
    await call(first.glue, 'UpdateTable', {
      DatabaseName: 'lake',
      TableInput: { Name: 'orders', Owner: 'me' },
    });
    const again = await afterDeath(first);
    expect(await call(again.ssm, 'GetParameter', { Name: '/a' })).toMatchObject({
      Parameter: { Value: '1' },
    });
    expect([again.secrets.arn('login'), await again.secrets.read('login')]).toEqual([arn, 'new']);
    expect(await call(again.glue, 'GetTable', { DatabaseName: 'lake', Name: 'orders' })).toMatchObject({
      Table: { Owner: 'me', VersionId: '1' },
    });
  });

  it('finds the resources of a template that is deployed again under their names and ARNs, wherever it died', async () => {
    const assembly = writeAssembly([
      {
        name: 'stack',
        template: {
          Resources: {
            Bucket: { Type: 'AWS::S3::Bucket', Properties: {} },
            Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'work' } },
            Instance: {
              Type: 'AWS::DMS::ReplicationInstance',
              Properties: { ReplicationInstanceIdentifier: 'one', ReplicationInstanceClass: 'dms.t3.medium' },
            },
            Endpoint: {
              Type: 'AWS::DMS::Endpoint',
              Properties: {
                EndpointIdentifier: 'Lake',
                EndpointType: 'target',
                EngineName: 's3',
                S3Settings: { BucketName: { Ref: 'Bucket' } },
              },
            },
          },
        },
      },
    ]);
    folders.push(assembly);
    const refs = ({ stacks }: LocalCloud) =>
      Object.fromEntries(
        [...(stacks.find('stack')?.resources.values() ?? [])].map(({ logicalId, deployed }) => [
          logicalId,
          deployed.attributes['QueueName'] ?? deployed.ref,
        ]),
      );
    const first = await fresh();
    await first.deploy(assembly);
    await first.s3.objects.put(String(refs(first)['Bucket']), 'kept', Buffer.from('x'));
    const again = await afterDeath(first);
    await again.deploy(assembly);
    expect(refs(again)).toEqual(refs(first));
    expect(await textOf(again, String(refs(first)['Bucket']), 'kept')).toBe('x');
    expect(again.stacks.find('stack')?.id).toBe(first.stacks.find('stack')?.id);

    // A crash between the creation of each resource and its entry in the stack.
    const cut = mkdtempSync(join(tmpdir(), 'lakeferry-restart-'));
    cpSync(first.context.dataFolder, cut, { recursive: true });
    const begun = ['Bucket', 'Instance', 'Endpoint'].map((id) => `["stack/${id}/begun",true]\n`).join('');
    const stack = '["stack",{"id":"arn","createdAt":"2026-03-01T10:00:00.000Z"}]\n';
    writeFileSync(join(cut, 'state', 'cloudformation.jsonl'), `${stack}${begun}`);
    const mended = await start(cut);
    await mended.deploy(assembly);
    expect(refs(mended)).toEqual(refs(first));
  });

  it('Step Functions: knows no execution and no token of before', async () => {
    const again = await afterDeath(await fresh());
    const executionArn = 'arn:aws:states:eu-west-1:000000000000:execution:machine:one';
    await expect(call(again.stepFunctions, 'DescribeExecution', { executionArn })).rejects.toMatchObject({
      code: 'ExecutionDoesNotExist',
    });
    const taskToken = 'LAKEFERRY.00000000-0000-4000-8000-000000000000';
    await expect(
      call(again.stepFunctions, 'SendTaskSuccess', { taskToken, output: '{}' }),
    ).rejects.toMatchObject({ code: 'TaskDoesNotExist' });
  });
});
