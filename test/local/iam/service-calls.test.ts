import { rm } from 'node:fs/promises';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DrivenClock } from '../../../local/clock';
import { type LocalCloud, startLocalCloud } from '../../../local/cloud';
import { DmsRoles } from '../../../local/iam/dms-roles';
import { allowing, trust, writeAssembly } from '../../helpers/local/assembly';

const account = '000000000000';
const arn = (service: string, rest: string): string => `arn:aws:${service}:eu-west-1:${account}:${rest}`;
const queueArn = arn('sqs', 'work');
const functionArn = arn('lambda', 'function:work');
const ruleArn = arn('events', 'rule/told');

const clouds: LocalCloud[] = [];
const folders: string[] = [];
afterAll(async () => {
  for (const cloud of clouds) await cloud.stop();
  for (const folder of folders) await rm(folder, { recursive: true });
});

const clock = new DrivenClock(new Date('2026-03-01T10:00:00Z'));
async function deployed(resources: object, into?: LocalCloud): Promise<LocalCloud> {
  const assembly = writeAssembly([{ name: 'app', template: { Resources: resources }, code: { work } }]);
  folders.push(assembly);
  if (into === undefined) {
    const cloud = await startLocalCloud({ clock });
    clouds.push(cloud);
    await cloud.deploy(assembly);
    return cloud;
  }
  await into.deploy(assembly);
  return into;
}

const work = 'exports.handler = async () => ({});';
const queue = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'work' } };
const role = (RoleName: string, AssumeRolePolicyDocument: object, ...Policies: readonly object[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: { RoleName, AssumeRolePolicyDocument, Policies },
});
const lambda = (Role: string) => ({
  Type: 'AWS::Lambda::Function',
  DependsOn: 'Role',
  Properties: {
    FunctionName: 'work',
    Code: { S3Bucket: 'cdk-hnb659fds-assets-000000000000-eu-west-1', S3Key: 'work.zip' },
    Handler: 'index.handler',
    Runtime: 'nodejs24.x',
    Role: `arn:aws:iam::${account}:role/${Role}`,
  },
});
const rule = (Target: object) => ({
  Type: 'AWS::Events::Rule',
  Properties: { Name: 'told', EventPattern: { source: ['test'] }, Targets: [{ Id: 't', ...Target }] },
});
const admitting = (Principal: string, source: string, Action = 'sqs:SendMessage') => ({
  Statement: {
    Effect: 'Allow',
    Action,
    Resource: '*',
    Principal: { Service: Principal },
    Condition: { ArnLike: { 'aws:SourceArn': source } },
  },
});
const queuePolicy = (PolicyDocument: object) => ({
  Type: 'AWS::SQS::QueuePolicy',
  Properties: { Queues: [{ Ref: 'Queue' }], PolicyDocument },
});

async function tell(cloud: LocalCloud): Promise<void> {
  cloud.eventBus.publish({ source: 'test', 'detail-type': 'd', resources: [], detail: {} });
  await clock.advance(1000);
}
const waiting = (cloud: LocalCloud) => cloud.sqs.find('work')?.counts().visible;
const lastRefusal = (cloud: LocalCloud) => cloud.permissions.refusals.at(-1);

describe('a rule', () => {
  test('reaches a queue only by the policy of the queue, which may name the rule', async () => {
    const resources = { Queue: queue, Rule: rule({ Arn: queueArn }) };
    const cloud = await deployed(resources);
    await tell(cloud);
    expect(waiting(cloud)).toBe(0);
    expect(lastRefusal(cloud)).toMatchObject({
      principal: 'events.amazonaws.com',
      action: 'sqs:SendMessage',
      resource: queueArn,
      decision: { kind: 'implicit-deny', policies: 'resource-based' },
    });
    const other = queuePolicy(admitting('events.amazonaws.com', arn('events', 'rule/other')));
    await deployed({ ...resources, Policy: other }, cloud);
    await tell(cloud);
    expect(waiting(cloud)).toBe(0);
    await deployed({ ...resources, Policy: queuePolicy(admitting('events.amazonaws.com', ruleArn)) }, cloud);
    await tell(cloud);
    expect(waiting(cloud)).toBe(1);
    await deployed(resources, cloud);
    await tell(cloud);
    expect(waiting(cloud)).toBe(1);
  });

  test('reaches a function by a permission, and by its role where it has one', async () => {
    const Role = role('worker', trust('lambda'));
    const resources = { Role, Work: lambda('worker'), Rule: rule({ Arn: functionArn }) };
    const cloud = await deployed(resources);
    const invocations = () => cloud.functions.logs('work').filter((line) => line.startsWith('START')).length;
    await tell(cloud);
    expect(invocations()).toBe(0);
    const Permission = {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: { Ref: 'Work' },
        Principal: 'events.amazonaws.com',
        SourceArn: ruleArn,
      },
    };
    await deployed({ ...resources, Permission }, cloud);
    await tell(cloud);
    expect(invocations()).toBe(1);
    const Caller = role('caller', trust('events'), allowing('lambda:InvokeFunction', functionArn));
    const RoleArn = `arn:aws:iam::${account}:role/caller`;
    await deployed({ ...resources, Caller, Rule: rule({ Arn: functionArn, RoleArn }) }, cloud);
    await tell(cloud);
    expect(invocations()).toBe(2);
  });
});

test('a topic reaches a queue only by the policy of the queue', async () => {
  const Subscription = { Protocol: 'sqs', Endpoint: queueArn };
  const Topic = { Type: 'AWS::SNS::Topic', Properties: { TopicName: 't', Subscription: [Subscription] } };
  const cloud = await deployed({ Queue: queue, Topic });
  cloud.sns.publish(arn('sns', 't'), 'hello');
  await clock.advance(1000);
  expect(waiting(cloud)).toBe(0);
  const Policy = queuePolicy(admitting('sns.amazonaws.com', arn('sns', 't')));
  await deployed({ Queue: queue, Topic, Policy }, cloud);
  cloud.sns.publish(arn('sns', 't'), 'hello');
  await clock.advance(1000);
  expect(waiting(cloud)).toBe(1);
});

test('Scheduler takes a role only that trusts it for the schedule’s group', async () => {
  const of = (group: string) => {
    const [statement] = trust('scheduler').Statement;
    const Condition = { StringEquals: { 'aws:SourceArn': arn('scheduler', `schedule-group/${group}`) } };
    return { Statement: [{ ...statement, Condition }] };
  };
  const Schedule = {
    Type: 'AWS::Scheduler::Schedule',
    Properties: {
      Name: 's',
      ScheduleExpression: 'rate(1 hour)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: queueArn, RoleArn: `arn:aws:iam::${account}:role/sender`, Input: '{}' },
    },
  };
  const sending = allowing('sqs:SendMessage', queueArn);
  const cloud = await deployed({ Queue: queue, Schedule, Role: role('sender', of('other'), sending) });
  await cloud.scheduler.fireNow('s');
  expect(waiting(cloud)).toBe(0);
  expect(lastRefusal(cloud)).toMatchObject({ action: 'sts:AssumeRole', decision: { kind: 'not-trusted' } });
  await deployed({ Queue: queue, Schedule, Role: role('sender', of('default'), sending) }, cloud);
  await cloud.scheduler.fireNow('s');
  expect(waiting(cloud)).toBe(1);
});

describe('a deployment is refused', () => {
  const Mapping = {
    Type: 'AWS::Lambda::EventSourceMapping',
    DependsOn: 'Work',
    Properties: { EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] }, FunctionName: 'work' },
  };

  it.each<[string, object, string]>([
    [
      'whose function has a role that does not trust Lambda',
      { Role: role('worker', trust('states')), Work: lambda('worker') },
      'User: lambda.amazonaws.com is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::000000000000:role/worker',
    ],
    [
      'whose event source the function’s role may not read',
      {
        Queue: queue,
        Role: role('worker', trust('lambda'), allowing('sqs:ReceiveMessage', queueArn)),
        Work: lambda('worker'),
        Mapping,
      },
      'is not authorized to perform: sqs:DeleteMessage',
    ],
    [
      'whose policy has an operator that is not known',
      {
        Role: role('worker', trust('lambda'), {
          PolicyName: 'Work',
          PolicyDocument: {
            Statement: [
              {
                Effect: 'Allow',
                Action: '*',
                Resource: '*',
                Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
              },
            ],
          },
        }),
      },
      'app/Role (AWS::IAM::Role): the policy Work of worker, statement 1: the condition operator IpAddress is not supported',
    ],
    [
      'whose role has a managed policy that is not known',
      {
        Role: {
          Type: 'AWS::IAM::Role',
          Properties: {
            AssumeRolePolicyDocument: trust('lambda'),
            ManagedPolicyArns: ['arn:aws:iam::aws:policy/PowerUserAccess'],
          },
        },
      },
      'the managed policy arn:aws:iam::aws:policy/PowerUserAccess is not supported by the local cloud',
    ],
    [
      'whose permission of a function says more than is understood',
      {
        Permission: {
          Type: 'AWS::Lambda::Permission',
          Properties: {
            Action: 'lambda:InvokeFunction',
            FunctionName: 'f',
            Principal: '*',
            PrincipalOrgID: 'o-1',
          },
        },
      },
      'PrincipalOrgID is not supported by the local cloud',
    ],
  ])('%s', async (_name, resources, message) => {
    await expect(deployed(resources)).rejects.toThrow(message);
  });
});

test('an event source waits while its role may not read the queue, and goes on when it may', async () => {
  const reading = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].map((action) =>
    allowing(`sqs:${action}`, queueArn),
  );
  const Mapping = {
    Type: 'AWS::Lambda::EventSourceMapping',
    DependsOn: ['Work', 'Queue'],
    Properties: { EventSourceArn: queueArn, FunctionName: 'work' },
  };
  const resources = { Queue: queue, Work: lambda('worker'), Mapping };
  const cloud = await deployed({ ...resources, Role: role('worker', trust('lambda'), ...reading) });
  await deployed({ ...resources, Role: role('worker', trust('lambda'), ...reading.slice(1)) }, cloud);
  cloud.sqs.deliver(queueArn, 'hello', {});
  await clock.advance(5000);
  expect(waiting(cloud)).toBe(1);
  expect(lastRefusal(cloud)).toMatchObject({ action: 'sqs:ReceiveMessage', resource: queueArn });
  await deployed({ ...resources, Role: role('worker', trust('lambda'), ...reading) }, cloud);
  await clock.advance(60_000);
  expect(waiting(cloud)).toBe(0);
});

test('a bucket’s policy denies what the role is allowed; loopback counts as encrypted', async () => {
  const deny = (Resource: string, Condition?: object) => ({
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource,
    Condition,
  });
  const PolicyDocument = {
    Statement: [
      deny('arn:aws:s3:::notes/*', { Bool: { 'aws:SecureTransport': 'false' } }),
      deny('arn:aws:s3:::notes/*', { NumericLessThan: { 's3:TlsVersion': 1.2 } }),
      deny('arn:aws:s3:::notes/locked/*'),
    ],
  };
  const cloud = await deployed({
    Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'notes' } },
    Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument } },
    Role: role('writer', trust('lambda'), allowing('s3:PutObject', '*')),
  });
  const credentials = cloud.callers.issue(`arn:aws:iam::${account}:role/writer`, 'me');
  const s3 = new S3Client({ endpoint: cloud.url, region: cloud.region, credentials });
  const put = (Key: string) => s3.send(new PutObjectCommand({ Bucket: 'notes', Key, Body: 'x' }));
  await put('open/a');
  await expect(put('locked/a')).rejects.toThrow('with an explicit deny in a resource-based policy');
});

test('DMS uses buckets and secrets as its roles may', async () => {
  const cloud = await deployed({
    Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'staging' } },
    Writer: role('writer', trust('dms'), allowing('s3:PutObject', 'arn:aws:s3:::staging/sales/*')),
    Reader: role(
      'reader',
      trust('dms.eu-west-1'),
      allowing('secretsmanager:GetSecretValue', arn('secretsmanager', 'secret:db-??????')),
    ),
  });
  cloud.secrets.put('db', 'hush');
  cloud.secrets.put('other', 'hush');
  const roles = new DmsRoles(cloud.context, cloud.permissions, cloud.s3.objects, cloud.secrets);
  const roleArn = (name: string) => `arn:aws:iam::${account}:role/${name}`;
  const objects = roles.objectsAs(roleArn('writer'));
  await objects.put('staging', 'sales/a', Buffer.from('x'));
  await expect(objects.put('staging', 'hr/a', Buffer.from('x'))).rejects.toThrow('s3:PutObject');
  await expect(objects.delete('staging', 'sales/a')).rejects.toThrow('s3:DeleteObject');
  await expect(objects.list('staging', 'sales/')).rejects.toThrow('s3:ListBucket');
  await expect(roles.objectsAs(undefined).list('staging', '')).rejects.toThrow('no ServiceAccessRoleArn');
  await expect(roles.objectsAs(roleArn('reader')).list('staging', '')).rejects.toThrow('sts:AssumeRole');
  expect(await roles.readSecret('db', roleArn('reader'))).toBe('hush');
  await expect(roles.readSecret('other', roleArn('reader'))).rejects.toThrow('secretsmanager:GetSecretValue');
  await expect(roles.readSecret('db', roleArn('writer'))).rejects.toThrow('sts:AssumeRole');
});
