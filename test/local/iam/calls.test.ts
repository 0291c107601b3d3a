import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  AddTagsToResourceCommand,
  DatabaseMigrationServiceClient,
} from '@aws-sdk/client-database-migration-service';
import { DeleteObjectsCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { PurgeQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { type LocalCloud, startLocalCloud } from '../../../local/cloud';
import type { Input } from '../../../local/service';

const lines: string[] = [];
let cloud: LocalCloud;

beforeAll(async () => {
  cloud = await startLocalCloud({ log: (line) => void lines.push(line) });
  await cloud.s3.objects.createBucket('lake');
  await cloud.s3.objects.put('lake', 'there', Buffer.from('x'));
});
afterAll(() => cloud.stop());

/** Role for one test, with the client options to call as it. */
function as(name: string, statements: readonly Input[], trust: Input = {}) {
  const arn = `arn:aws:iam::000000000000:role/${name}`;
  const inline = new Map([['Work', { Statement: statements }]]);
  cloud.roles.put({ arn, name, trust, inline, managedPolicyArns: [] });
  const credentials = cloud.callers.issue(arn, 'session');
  return { endpoint: cloud.url, region: cloud.region, credentials, maxAttempts: 1 };
}

const allow = (Action: string, Resource = '*', more: Input = {}): Input => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const refused = (action: string, resource: string, who = 'nobody') =>
  `User: arn:aws:sts::000000000000:assumed-role/${who}/session is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;

test('a call that the role does not allow is refused in AWS’s words, and the log says so', async () => {
  const ResourceArn = 'arn:aws:dms:eu-west-1:000000000000:task:X';
  const dms = new DatabaseMigrationServiceClient(as('nobody', []));
  await expect(dms.send(new AddTagsToResourceCommand({ ResourceArn, Tags: [] }))).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: refused('dms:AddTagsToResource', ResourceArn),
    $metadata: { httpStatusCode: 400 },
  });
  expect(lines.at(-1)).toBe(`refused: ${refused('dms:AddTagsToResource', ResourceArn)}`);
  expect(cloud.permissions.refusals.at(-1)).toMatchObject({
    action: 'dms:AddTagsToResource',
    resource: ResourceArn,
  });
});

test('each protocol has its own refusal', async () => {
  const nobody = as('nobody', []);
  await expect(
    new S3Client(nobody).send(new PutObjectCommand({ Bucket: 'lake', Key: 'k', Body: 'x' })),
  ).rejects.toMatchObject({
    name: 'AccessDenied',
    message: refused('s3:PutObject', 'arn:aws:s3:::lake/k'),
    $metadata: { httpStatusCode: 403 },
  });
  expect(await cloud.s3.objects.head('lake', 'k')).toBeUndefined();
  const TopicArn = 'arn:aws:sns:eu-west-1:000000000000:t';
  await expect(
    new SNSClient(nobody).send(new PublishCommand({ TopicArn, Message: 'm' })),
  ).rejects.toMatchObject({
    name: 'AuthorizationErrorException',
    $metadata: { httpStatusCode: 403 },
  });
  const MetricData = [{ MetricName: 'm', Value: 1 }];
  const metrics = new CloudWatchClient(nobody);
  await expect(metrics.send(new PutMetricDataCommand({ Namespace: 'N', MetricData }))).rejects.toMatchObject({
    name: 'AccessDeniedException',
  });
});

test('only the code of a function calls with lambda:SourceFunctionArn', async () => {
  const arn = 'arn:aws:lambda:eu-west-1:000000000000:function:f';
  const byCode = { ArnEquals: { 'lambda:SourceFunctionArn': arn } };
  const client = as('coder', [allow('s3:PutObject', '*', { Condition: byCode })]);
  const role = 'arn:aws:iam::000000000000:role/coder';
  const put = (credentials: typeof client.credentials) =>
    new S3Client({ ...client, credentials }).send(
      new PutObjectCommand({ Bucket: 'lake', Key: 'by-code', Body: 'x' }),
    );
  await put(cloud.callers.issue(role, 'f', arn));
  for (const other of [client.credentials, cloud.callers.issue(role, 'g', `${arn}2`)])
    await expect(put(other)).rejects.toMatchObject({ name: 'AccessDenied' });
});

test('an explicit deny says so', async () => {
  const s3 = new S3Client(
    as('denied', [allow('s3:*'), { Effect: 'Deny', Action: 's3:PutObject', Resource: '*' }]),
  );
  await expect(s3.send(new PutObjectCommand({ Bucket: 'lake', Key: 'k', Body: 'x' }))).rejects.toThrow(
    'on resource: arn:aws:s3:::lake/k with an explicit deny in an identity-based policy',
  );
});

test('the body decides where a permission depends on it, and is still there for the service', async () => {
  const own = allow('cloudwatch:PutMetricData', '*', {
    Condition: { StringEquals: { 'cloudwatch:namespace': 'Ours' } },
  });
  const metrics = new CloudWatchClient(as('metrics', [own]));
  const put = (Namespace: string) =>
    metrics.send(new PutMetricDataCommand({ Namespace, MetricData: [{ MetricName: 'm', Value: 1 }] }));
  await put('Ours');
  await expect(put('Theirs')).rejects.toThrow('cloudwatch:PutMetricData');
});

test('a deletion of many keys answers for each', async () => {
  await cloud.s3.objects.put('lake', 'mine/a', Buffer.from('x'));
  const s3 = new S3Client(as('deleter', [allow('s3:DeleteObject', 'arn:aws:s3:::lake/mine/*')]));
  const Objects = ['mine/a', 'there'].map((Key) => ({ Key }));
  const { Deleted, Errors } = await s3.send(
    new DeleteObjectsCommand({ Bucket: 'lake', Delete: { Objects } }),
  );
  expect(Deleted).toEqual([{ Key: 'mine/a' }]);
  const Message = refused('s3:DeleteObject', 'arn:aws:s3:::lake/there', 'deleter');
  expect(Errors).toEqual([{ Key: 'there', Code: 'AccessDenied', Message }]);
  expect(await cloud.s3.objects.head('lake', 'there')).toBeDefined();
});

test('a role is handed over only by who may pass it', async () => {
  const RoleArn = 'arn:aws:iam::000000000000:role/starter';
  const create = new CreateScheduleCommand({
    Name: 's',
    ScheduleExpression: 'rate(1 hour)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: { Arn: 'arn:aws:sqs:eu-west-1:000000000000:q', RoleArn },
  });
  const creating = allow('scheduler:CreateSchedule', 'arn:aws:scheduler:*:*:schedule/default/s');
  await expect(new SchedulerClient(as('planner', [creating])).send(create)).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: refused('iam:PassRole', RoleArn, 'planner'),
  });
  const passing = allow('iam:PassRole', RoleArn, {
    Condition: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
  });
  await new SchedulerClient(as('planner', [creating, passing])).send(create);
});

test('a key that is not there is not found only for who may list the bucket', async () => {
  const reading = allow('s3:GetObject', 'arn:aws:s3:::lake/*');
  const status = async (statements: readonly Input[], Key: string) => {
    const s3 = new S3Client(as('reader', statements));
    const answer = await s3
      .send(new HeadObjectCommand({ Bucket: 'lake', Key }))
      .catch((error: unknown) => error);
    return answer instanceof Error ? Reflect.get(answer, '$metadata')?.httpStatusCode : 200;
  };
  expect(await status([reading], 'there')).toBe(200);
  expect(await status([reading], 'gone')).toBe(403);
  expect(await status([reading, allow('s3:ListBucket', 'arn:aws:s3:::lake')], 'gone')).toBe(404);
});

test('a role is taken only by whom it trusts', async () => {
  const trusting = (Principal: Input): Input => ({
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal }],
  });
  const RoleArn = 'arn:aws:iam::000000000000:role/target';
  const take = (statements: readonly Input[]) =>
    new STSClient(as('taker', statements)).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'xy' }));
  as('target', [], trusting({ Service: 'lambda.amazonaws.com' }));
  await expect(take([allow('sts:AssumeRole')])).rejects.toMatchObject({
    name: 'AccessDenied',
    message: expect.stringContaining('because no role trust policy allows the sts:AssumeRole action'),
  });
  as('target', [], trusting({ AWS: 'arn:aws:iam::000000000000:role/taker' }));
  await take([]);
  as('target', [], trusting({ AWS: 'arn:aws:iam::000000000000:root' }));
  await expect(take([])).rejects.toThrow('sts:AssumeRole');
  await take([allow('sts:AssumeRole', RoleArn)]);
  const Condition = { StringEquals: { 'sts:RoleSessionName': 'y' } };
  const other = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '000000000000' }, Condition };
  as('target', [], { Statement: [other] });
  await expect(take([allow('sts:AssumeRole', RoleArn)])).rejects.toThrow('sts:AssumeRole');
});

test('a role’s trust may tell its askers apart by aws:PrincipalArn', async () => {
  const RoleArn = 'arn:aws:iam::000000000000:role/target';
  const asked = (name: string): Input => ({
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { AWS: 'arn:aws:iam::000000000000:root' },
    Condition: { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::*:role/${name}` } },
  });
  const take = () =>
    new STSClient(as('taker', [allow('sts:AssumeRole', RoleArn)])).send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName: 'xy' }),
    );
  as('target', [], { Statement: [asked('taker')] });
  await take();
  as('target', [], { Statement: [asked('other')] });
  await expect(take()).rejects.toThrow('sts:AssumeRole');
});

test('a queue is asked about as it is found: by the last part of its URL', async () => {
  cloud.sqs.create('mine');
  const theirs = cloud.sqs.create('theirs');
  theirs.send('m');
  const sqs = new SQSClient({
    ...as('sender', [allow('sqs:*', 'arn:aws:sqs:eu-west-1:000000000000:mine*')]),
    useQueueUrlAsEndpoint: false,
  });
  const url = (name: string) => `${cloud.url}/000000000000/${name}`;
  await sqs.send(new SendMessageCommand({ QueueUrl: url('mine'), MessageBody: 'm' }));
  await expect(sqs.send(new PurgeQueueCommand({ QueueUrl: url('mine:theirs') }))).rejects.toThrow(
    'does not exist',
  );
  expect(theirs.counts().visible).toBe(1);
});

test('a queue of another region, or one named behind another, is not the one here', () => {
  const queue = cloud.sqs.create('here');
  for (const arn of [
    'arn:aws:sqs:us-east-1:000000000000:here',
    'arn:aws:sqs:eu-west-1:111111111111:here',
    'arn:aws:sqs:eu-west-1:000000000000:mine:here',
  ])
    expect(() => cloud.sqs.deliver(arn, 'm', {})).toThrow('does not exist');
  cloud.sqs.deliver(cloud.sqs.arn(queue), 'm', {});
  expect(queue.counts().visible).toBe(1);
});

test('the operator may do everything, and anybody may ask who he is', async () => {
  const operator = { endpoint: cloud.url, region: cloud.region, credentials: cloud.operatorCredentials };
  await new S3Client(operator).send(new PutObjectCommand({ Bucket: 'lake', Key: 'k', Body: 'x' }));
  const nobody = new STSClient(as('nobody', []));
  expect((await nobody.send(new GetCallerIdentityCommand({}))).Arn).toContain('assumed-role/nobody/session');
});
