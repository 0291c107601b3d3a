import { rm } from 'node:fs/promises';
import { DrivenClock } from '../../local/clock';
import { type LocalCloud, startLocalCloud } from '../../local/cloud';
import type { Input } from '../../local/service';
import { writeAssembly } from '../helpers/local/assembly';

let cloud: LocalCloud;
const clock = new DrivenClock(new Date('2026-03-01T10:00:00Z'));
beforeAll(async () => {
  cloud = await startLocalCloud({ clock });
});
afterAll(() => cloud.stop());

const caller = { accessKeyId: 'x', principalArn: 'x' };
const arn = (service: string, rest: string): string => `arn:aws:${service}:eu-west-1:000000000000:${rest}`;
const codeUri = '/2015-03-31/functions';

/** Runs an operation as a request of the operator would. */
async function call(service: string, operation: string, input: Input): Promise<unknown> {
  const found = cloud.services.find(({ name }) => name === service);
  if (found === undefined || found.protocol === 'rest') throw new Error(`no ${service}`);
  return found.operations[operation]?.(input, caller);
}

test('every operation refuses, by name, a member that it does not know', async () => {
  const silent: string[] = [];
  for (const service of cloud.services) {
    // dynalite checks the input of DynamoDB itself.
    if (service.protocol === 'rest' || service.name === 'dynamodb') continue;
    for (const operation of Object.keys(service.operations)) {
      const message = await call(service.name, operation, { Nonsense: 'x' }).then(
        () => 'accepted',
        (cause: Error) => cause.message,
      );
      if (!/Nonsense/.test(message)) silent.push(`${service.name}:${operation}: ${message}`);
    }
  }
  expect(silent).toEqual([]);
});

test.each<[string, string, Input]>([
  ['secretsmanager', 'ListSecrets', { Filters: [{ Key: 'name', Values: ['a'] }] }],
  ['secretsmanager', 'CreateSecret', { Name: 's', SecretBinary: 'eA==' }],
  ['ssm', 'DescribeParameters', { ParameterFilters: [{ Key: 'Name', Values: ['/a'] }] }],
  ['ssm', 'PutParameter', { Name: '/a', Value: 'x', AllowedPattern: '^y$' }],
  ['sts', 'AssumeRole', { RoleArn: 'r', RoleSessionName: 's', Policy: '{}' }],
  ['sts', 'AssumeRole', { RoleArn: 'r', RoleSessionName: 's', ExternalId: 'e' }],
  ['glue', 'GetTable', { DatabaseName: 'd', Name: 't', QueryAsOfTime: 1 }],
  ['sqs', 'CreateQueue', { QueueName: 'q', Attributes: { FifoQueue: 'true' } }],
  ['sqs', 'CreateQueue', { QueueName: 'q', Attributes: { RedriveAllowPolicy: '{}' } }],
  ['sns', 'CreateTopic', { Name: 't', Attributes: { FifoTopic: 'true' } }],
  ['sns', 'Publish', { TopicArn: 't', Message: 'm', MessageStructure: 'json' }],
  ['states', 'DescribeExecution', { executionArn: 'arn:x', includedData: 'METADATA_ONLY' }],
  ['states', 'DescribeStateMachine', { stateMachineArn: 'arn:x', includedData: 'METADATA_ONLY' }],
  ['states', 'DescribeStateMachineForExecution', { executionArn: 'arn:x', includedData: 'METADATA_ONLY' }],
])('%s:%s refuses %j', async (service, operation, input) => {
  await expect(call(service, operation, input)).rejects.toThrow('is not supported by the local cloud');
});

test('a filter of a subscription is refused', async () => {
  await call('sns', 'CreateTopic', { Name: 'filtered' });
  const subscription = { TopicArn: arn('sns', 'filtered'), Protocol: 'sqs', Endpoint: arn('sqs', 'x') };
  await expect(
    call('sns', 'Subscribe', { ...subscription, Attributes: { FilterPolicy: '{}' } }),
  ).rejects.toThrow('FilterPolicy of sns:Subscribe is not supported');
});

test('a value of a secret is read by its newest version only', async () => {
  await call('secretsmanager', 'CreateSecret', { Name: 'versions', SecretString: 'x' });
  const read = (more: Input) => call('secretsmanager', 'GetSecretValue', { SecretId: 'versions', ...more });
  expect(await read({ VersionStage: 'AWSCURRENT' })).toMatchObject({ SecretString: 'x' });
  await expect(read({ VersionStage: 'AWSPREVIOUS' })).rejects.toThrow('is not AWSCURRENT');
  await expect(read({ VersionId: 'older' })).rejects.toThrow('is not AWSCURRENT');
});

test('ListSecrets has pages', async () => {
  for (const Name of ['one', 'two']) await call('secretsmanager', 'CreateSecret', { Name });
  const first = await call('secretsmanager', 'ListSecrets', { MaxResults: 1 });
  expect(first).toMatchObject({ SecretList: [expect.anything()], NextToken: '1' });
});

test('a queue holds its own limit of a message', async () => {
  const QueueUrl = await call('sqs', 'CreateQueue', {
    QueueName: 'small',
    Attributes: { MaximumMessageSize: '1024' },
  });
  const send = (bytes: number) =>
    call('sqs', 'SendMessage', { ...Object(QueueUrl), MessageBody: 'x'.repeat(bytes) });
  await send(1024);
  await expect(send(1025)).rejects.toThrow('longer than 1024 bytes');
});

describe('a policy that a call sets', () => {
  const service = { kind: 'service', name: 'events.amazonaws.com' } as const;
  const allowing = (Action: string) =>
    JSON.stringify({
      Statement: { Effect: 'Allow', Principal: { Service: service.name }, Action, Resource: '*' },
    });
  const may = (action: string, resource: string): boolean => {
    try {
      cloud.permissions.assertService('x', service.name, {}, [{ action, resource }]);
      return true;
    } catch {
      return false;
    }
  };

  test('on a queue is in force until it is replaced or the queue is deleted', async () => {
    const resource = arn('sqs', 'guarded');
    const may1 = () => may('sqs:SendMessage', resource);
    const created = Object(
      await call('sqs', 'CreateQueue', {
        QueueName: 'guarded',
        Attributes: { Policy: allowing('sqs:SendMessage') },
      }),
    );
    expect(may1()).toBe(true);
    const set = (Policy: string) => call('sqs', 'SetQueueAttributes', { ...created, Attributes: { Policy } });
    await set(allowing('sqs:ReceiveMessage'));
    expect(may1()).toBe(false);
    await set(allowing('sqs:*'));
    expect(may1()).toBe(true);
    await expect(set('{"Statement":{"Effect":"Perhaps"}}')).rejects.toMatchObject({
      code: 'InvalidAttributeValue',
    });
    expect(may1()).toBe(true);
    await call('sqs', 'DeleteQueue', created);
    expect(may1()).toBe(false);
  });

  test('on a topic is in force until it is emptied', async () => {
    const TopicArn = arn('sns', 'guarded');
    await call('sns', 'CreateTopic', { Name: 'guarded', Attributes: { Policy: allowing('sns:Publish') } });
    expect(may('sns:Publish', TopicArn)).toBe(true);
    await call('sns', 'SetTopicAttributes', { TopicArn, AttributeName: 'Policy', AttributeValue: '' });
    expect(may('sns:Publish', TopicArn)).toBe(false);
    await call('sns', 'SetTopicAttributes', {
      TopicArn,
      AttributeName: 'Policy',
      AttributeValue: allowing('sns:*'),
    });
    expect(may('sns:Publish', TopicArn)).toBe(true);
    await call('sns', 'DeleteTopic', { TopicArn });
    expect(may('sns:Publish', TopicArn)).toBe(false);
  });
});

describe('a deployed stack', () => {
  const folders: string[] = [];
  afterAll(async () => {
    for (const folder of folders) await rm(folder, { recursive: true });
  });
  const deploy = async (tags: Readonly<Record<string, string>>, more: object = {}) => {
    const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    const Definition = {
      QueryLanguage: 'JSONata',
      StartAt: 'Done',
      States: { Done: { Type: 'Succeed' } },
    };
    const RoleArn = { 'Fn::GetAtt': ['Role', 'Arn'] };
    const template = {
      Resources: {
        Role: {
          Type: 'AWS::IAM::Role',
          Properties: {
            AssumeRolePolicyDocument: {
              Statement: {
                Effect: 'Allow',
                Principal: { Service: ['states.amazonaws.com', 'lambda.amazonaws.com'] },
                Action: 'sts:AssumeRole',
              },
            },
          },
        },
        Machine: {
          Type: 'AWS::StepFunctions::StateMachine',
          Properties: { StateMachineName: 'm', RoleArn, Definition, Tags },
        },
        Group: { Type: 'AWS::Scheduler::ScheduleGroup', Properties: { Name: 'g', Tags } },
        Function: {
          Type: 'AWS::Lambda::Function',
          Properties: {
            FunctionName: 'f',
            Code: { S3Bucket: 'cdk-hnb659fds-assets-000000000000-eu-west-1', S3Key: 'f.zip' },
            Handler: 'index.handler',
            Runtime: 'nodejs24.x',
            Role: RoleArn,
          },
        },
        ...more,
      },
    };
    const code = { f: 'exports.handler = async () => ({});' };
    const assembly = writeAssembly([{ name: 'app', template, code }]);
    folders.push(assembly);
    await cloud.deploy(assembly);
  };
  const groupTags = (subject: string): unknown =>
    cloud.scheduler.call('ListTagsForResource', { subject, query: new URLSearchParams(), body: undefined });

  test('has the tags of its state machines and schedule groups, also after an update', async () => {
    for (const tags of [{ owner: 'sales', stage: 'one' }, { owner: 'sales' }, { owner: 'data' }]) {
      await deploy(tags);
      const listed = Object.entries(tags);
      expect(
        await call('states', 'ListTagsForResource', { resourceArn: arn('states', 'stateMachine:m') }),
      ).toEqual({ tags: listed.map(([key, value]) => ({ key, value })) });
      expect(groupTags(arn('scheduler', 'schedule-group/g'))).toEqual({
        Tags: listed.map(([Key, Value]) => ({ Key, Value })),
      });
    }
    for (const other of [
      arn('scheduler', 'schedule/default/g'),
      'arn:aws:scheduler:eu-west-1:1:schedule-group/g',
    ])
      expect(() => groupTags(other)).toThrow('does not exist');
  });

  test('cannot have a subscription with a filter', async () => {
    const Properties = { TopicArn: 't', Protocol: 'sqs', Endpoint: 'e', FilterPolicy: {} };
    const refused = deploy({}, { Filtered: { Type: 'AWS::SNS::Subscription', Properties } });
    await expect(refused).rejects.toThrow('FilterPolicy is not supported by the local cloud');
  });

  test('has functions without versions and aliases', async () => {
    await deploy({});
    const authorization =
      'AWS4-HMAC-SHA256 Credential=LAKEFERRYOPERATOR/20260101/eu-west-1/lambda/aws4_request, x';
    const send = async (method: string, path: string) => {
      const response = await fetch(`${cloud.url}${codeUri}/${path}`, { method, headers: { authorization } });
      return { status: response.status, text: await response.text() };
    };
    const both = [
      ['GET', ''],
      ['GET', '/configuration'],
      ['POST', '/invocations'],
    ] as const;
    for (const [method, rest] of both) {
      for (const path of [`f${rest}?Qualifier=1`, `f:live${rest}`, `${arn('lambda', 'function:f')}:2${rest}`])
        expect(await send(method, path)).toMatchObject({
          status: 400,
          text: expect.stringContaining('of a function is not supported by the local cloud'),
        });
      expect((await send(method, `f${rest}?Qualifier=$LATEST`)).status).toBe(200);
      expect((await send(method, `f:$LATEST${rest}`)).status).toBe(200);
    }
    expect((await send('GET', '?FunctionVersion=ALL')).text).toContain(
      'FunctionVersion of lambda:ListFunctions',
    );
  });
});
