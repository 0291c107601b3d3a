import { type LocalCloud, startLocalCloud } from '../../../local/cloud';
import type { Facts, Need, NeedsCall, TaskCreation } from '../../../local/iam/needs/need';
import { needsOf, operationsWithNeeds } from '../../../local/iam/needs/table';
import type { Input } from '../../../local/service';

const facts: Facts = {
  account: '1',
  region: 'r',
  hasObject: (_bucket, key) => key !== 'gone',
  objectTags: (_bucket, key) => (key === 'tagged' ? 'a=b' : undefined),
  dmsTags: (arn) => new Map(arn.endsWith('ours') ? [['Env', 'dev']] : []),
  secretArn: (name) => (name === 'db' ? 'arn:aws:secretsmanager:r:1:secret:db-abcdef' : undefined),
  stackArn: (name) => (name === 'shop' ? 'arn:aws:cloudformation:r:1:stack/shop/77' : undefined),
};

const noRequest = { method: 'POST', rawPath: '/', query: new URLSearchParams(), headers: {} };

interface Rest {
  readonly method?: string;
  readonly path?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

function needs(call: string, input: Input = {}, rest: Rest = {}): readonly Need[] | undefined {
  const [service = '', operation = ''] = call.split(':');
  const request: NeedsCall['request'] = {
    method: rest.method ?? 'GET',
    rawPath: rest.path ?? '/',
    query: new URLSearchParams(rest.query),
    headers: rest.headers ?? {},
  };
  return needsOf(service, operation, { input, request, facts });
}

/** Needs as `action on resource`, one per line. An ARN of the account is shortened to `<service>:`. */
function said(...args: Parameters<typeof needs>): readonly string[] {
  return (needs(...args) ?? []).map(
    ({ action, resource }) => `${action} on ${resource.replace(/^arn:aws:(\w+):r:1:/, '$1:')}`,
  );
}

describe('the table', () => {
  let cloud: LocalCloud;
  beforeAll(async () => {
    cloud = await startLocalCloud();
  });
  afterAll(() => cloud.stop());

  it('has a row for every operation that the local cloud serves, and for no other', () => {
    const served = cloud.services.flatMap((service) =>
      (service.protocol === 'rest' ? service.operationNames : Object.keys(service.operations)).map(
        (operation) => `${service.name}:${operation}`,
      ),
    );
    expect(served.length).toBeGreaterThan(150);
    expect([...operationsWithNeeds()].sort()).toEqual([...served].sort());
  });

  it('knows nothing of another operation', () => {
    expect(needs('dms:DeleteEverything')).toBeUndefined();
    expect(needs('dms:constructor')).toBeUndefined();
  });
});

describe('S3', () => {
  const object = { path: '/lake/a%2Bb/c+d.csv' };
  const copy = (source: string, headers: Readonly<Record<string, string>> = {}): Rest => ({
    path: '/lake/to',
    headers: { 'x-amz-copy-source': `/staging/${source}`, ...headers },
  });

  it.each<[string, Rest, readonly string[]]>([
    ['s3:GetObject', object, ['s3:GetObject on arn:aws:s3:::lake/a+b/c+d.csv']],
    [
      's3:HeadObject',
      { path: '/lake/gone' },
      ['s3:GetObject on arn:aws:s3:::lake/gone', 's3:ListBucket on arn:aws:s3:::lake'],
    ],
    ['s3:PutObject', { path: '/lake/k' }, ['s3:PutObject on arn:aws:s3:::lake/k']],
    [
      's3:PutObject',
      { path: '/lake/k', headers: { 'x-amz-tagging': 'a=b' } },
      ['s3:PutObject on arn:aws:s3:::lake/k', 's3:PutObjectTagging on arn:aws:s3:::lake/k'],
    ],
    [
      's3:CopyObject',
      copy('from'),
      ['s3:GetObject on arn:aws:s3:::staging/from', 's3:PutObject on arn:aws:s3:::lake/to'],
    ],
    [
      's3:CopyObject',
      copy('tagged'),
      [
        's3:GetObject on arn:aws:s3:::staging/tagged',
        's3:PutObject on arn:aws:s3:::lake/to',
        's3:GetObjectTagging on arn:aws:s3:::staging/tagged',
        's3:PutObjectTagging on arn:aws:s3:::lake/to',
      ],
    ],
    [
      's3:CopyObject',
      copy('tagged', { 'x-amz-tagging-directive': 'REPLACE' }),
      ['s3:GetObject on arn:aws:s3:::staging/tagged', 's3:PutObject on arn:aws:s3:::lake/to'],
    ],
    [
      's3:CopyObject',
      copy('a%20b'),
      ['s3:GetObject on arn:aws:s3:::staging/a b', 's3:PutObject on arn:aws:s3:::lake/to'],
    ],
    [
      's3:CopyObject',
      copy('from?versionId=7'),
      ['s3:GetObjectVersion on arn:aws:s3:::staging/from', 's3:PutObject on arn:aws:s3:::lake/to'],
    ],
    [
      's3:CopyObject',
      copy('tagged?versionId=7'),
      [
        's3:GetObjectVersion on arn:aws:s3:::staging/tagged',
        's3:PutObject on arn:aws:s3:::lake/to',
        's3:GetObjectVersionTagging on arn:aws:s3:::staging/tagged',
        's3:PutObjectTagging on arn:aws:s3:::lake/to',
      ],
    ],
    [
      's3:UploadPartCopy',
      copy('from?versionId=7'),
      ['s3:GetObjectVersion on arn:aws:s3:::staging/from', 's3:PutObject on arn:aws:s3:::lake/to'],
    ],
    [
      's3:UploadPartCopy',
      copy('from'),
      ['s3:GetObject on arn:aws:s3:::staging/from', 's3:PutObject on arn:aws:s3:::lake/to'],
    ],
    ['s3:CompleteMultipartUpload', { path: '/lake/k' }, ['s3:PutObject on arn:aws:s3:::lake/k']],
    ['s3:ListMultipartUploads', { path: '/lake' }, ['s3:ListBucketMultipartUploads on arn:aws:s3:::lake']],
    ['s3:ListBuckets', {}, ['s3:ListAllMyBuckets on *']],
  ])('%s %j', (call, rest, expected) => {
    expect(said(call, {}, rest)).toEqual(expected);
  });

  it('has the prefix that a listing asks for', () => {
    expect(
      needs('s3:ListObjectsV2', {}, { path: '/lake', query: { prefix: 'a/', 'max-keys': '5' } }),
    ).toEqual([
      {
        action: 's3:ListBucket',
        resource: 'arn:aws:s3:::lake',
        context: { 's3:prefix': 'a/', 's3:max-keys': '5' },
      },
    ]);
  });
});

describe('DMS', () => {
  const task = 'arn:aws:dms:r:1:task:ours';

  it('knows a task by its tags', () => {
    expect(needs('dms:StartReplicationTask', { ReplicationTaskArn: task })).toEqual([
      {
        action: 'dms:StartReplicationTask',
        resource: task,
        context: { 'aws:resourcetag/env': 'dev', 'dms:task-tag/env': 'dev' },
      },
    ]);
  });

  it('makes a task of endpoints and an instance, and its tags are a permission too', () => {
    const Tags = [{ Key: 'Env', Value: 'dev' }];
    const input = { SourceEndpointArn: 's', TargetEndpointArn: 't', ReplicationInstanceArn: 'i', Tags };
    expect(said('dms:CreateReplicationTask', input)).toEqual([
      'dms:CreateReplicationTask on s',
      'dms:CreateReplicationTask on t',
      'dms:CreateReplicationTask on i',
      'dms:AddTagsToResource on dms:task:CHOSENBYDMS',
    ]);
    for (const { context } of needs('dms:CreateReplicationTask', input) ?? [])
      expect(context).toMatchObject({ 'aws:requesttag/env': 'dev', 'aws:tagkeys': ['Env'] });
  });

  it('hands over the roles of an endpoint, however deep they stand', () => {
    const S3Settings = { BucketName: 'b', ServiceAccessRoleArn: 'arn:aws:iam::1:role/w' };
    expect(needs('dms:CreateEndpoint', { S3Settings })).toEqual([
      { action: 'dms:CreateEndpoint', resource: 'arn:aws:dms:r:1:endpoint:*', context: {} },
      {
        action: 'iam:PassRole',
        resource: 'arn:aws:iam::1:role/w',
        context: { 'iam:passedtoservice': 'dms.amazonaws.com' },
      },
    ]);
  });
});

describe('what DMS creates', () => {
  const Tags = [{ Key: 'Env', Value: 'dev' }];

  const request = { SourceEndpointArn: 's', TargetEndpointArn: 't', ReplicationInstanceArn: 'i', Tags };
  it.each<[TaskCreation | undefined, Input, readonly string[]]>([
    [undefined, { ResourceIdentifier: 'A' }, ['AddTagsToResource on dms:task:A']],
    [
      { arn: 'id', isResource: true },
      { ResourceIdentifier: 'A' },
      ['CreateReplicationTask on dms:task:A', 'AddTagsToResource on dms:task:A'],
    ],
    [
      { arn: 'asterisk', isResource: false },
      { ResourceIdentifier: 'A' },
      ['AddTagsToResource on dms:task:*'],
    ],
    [
      { arn: 'asterisk', isResource: true },
      {},
      ['CreateReplicationTask on dms:task:*', 'AddTagsToResource on dms:task:*'],
    ],
  ])('a task, for IAM with %j: %j', (taskCreation, given, expected) => {
    const call = { input: { ...request, ...given }, request: noRequest, facts: { ...facts, taskCreation } };
    const found = needsOf('dms', 'CreateReplicationTask', call) ?? [];
    expect(
      found
        .slice(3)
        .map(({ action, resource }) => `${action} on ${resource.replace('arn:aws:dms:r:1', 'dms')}`),
    ).toEqual(expected.map((one) => `dms:${one}`));
  });

  it.each<[string, Input, readonly string[]]>([
    ['CreateEndpoint', { ResourceIdentifier: 'mine' }, ['CreateEndpoint on dms:endpoint:mine']],
    [
      'CreateEndpoint',
      { CertificateArn: 'arn:aws:dms:r:1:cert:C', Tags },
      [
        'CreateEndpoint on dms:endpoint:*',
        'CreateEndpoint on dms:cert:C',
        'AddTagsToResource on dms:endpoint:*',
      ],
    ],
    [
      'CreateReplicationInstance',
      { ReplicationSubnetGroupIdentifier: 'Group', Tags },
      [
        'CreateReplicationInstance on dms:rep:*',
        'CreateReplicationInstance on dms:subgrp:group',
        'AddTagsToResource on dms:rep:*',
      ],
    ],
    [
      'CreateReplicationInstance',
      { ResourceIdentifier: 'mine' },
      ['CreateReplicationInstance on dms:rep:mine'],
    ],
    [
      'CreateReplicationSubnetGroup',
      { ReplicationSubnetGroupIdentifier: 'Group', Tags },
      ['CreateReplicationSubnetGroup on dms:subgrp:group', 'AddTagsToResource on dms:subgrp:group'],
    ],
    [
      'CreateReplicationTask',
      {
        SourceEndpointArn: 's',
        TargetEndpointArn: 't',
        ReplicationInstanceArn: 'i',
        ResourceIdentifier: 'mine',
        Tags,
      },
      [
        'CreateReplicationTask on s',
        'CreateReplicationTask on t',
        'CreateReplicationTask on i',
        'AddTagsToResource on dms:task:mine',
      ],
    ],
  ])('is asked about by its ARN: %s %j', (operation, input, expected) => {
    expect(said(`dms:${operation}`, input)).toEqual(expected.map((one) => `dms:${one}`));
  });
});

it('a rule has the keys of its pattern', () => {
  const pattern = {
    source: ['aws.dms', { prefix: 'aws.s' }],
    'detail-type': ['A', 'B'],
    detail: { service: ['DMS'], eventTypeCode: ['x'], userIdentity: { principalId: ['p'] }, other: ['y'] },
  };
  expect(needs('events:PutRule', { Name: 'r', EventPattern: JSON.stringify(pattern) })).toEqual([
    {
      action: 'events:PutRule',
      resource: 'arn:aws:events:r:1:rule/r',
      context: {
        'events:creatoraccount': '1',
        'events:source': ['aws.dms'],
        'events:detail-type': ['A', 'B'],
        'events:detail.service': ['DMS'],
        'events:detail.eventtypecode': ['x'],
        'events:detail.useridentity.principalid': ['p'],
      },
    },
  ]);
  for (const input of [
    { ScheduleExpression: 'rate(1 hour)' },
    { EventPattern: 'not JSON' },
    { EventPattern: '[]' },
  ])
    expect(needs('events:PutRule', { Name: 'r', ...input })?.[0]?.context).toEqual({
      'events:creatoraccount': '1',
    });
  expect(needs('events:DeleteRule', { Name: 'r' })?.[0]?.context).toEqual({ 'events:creatoraccount': '1' });
});

describe('the others', () => {
  it.each<[string, Input, Rest, readonly string[]]>([
    ['dynamodb:GetItem', { TableName: 'h' }, {}, ['dynamodb:GetItem on dynamodb:table/h']],
    [
      'dynamodb:Query',
      { TableName: 'h', IndexName: 'byJob' },
      {},
      ['dynamodb:Query on dynamodb:table/h/index/byJob'],
    ],
    [
      'dynamodb:BatchWriteItem',
      { RequestItems: { h: [], i: [] } },
      {},
      ['dynamodb:BatchWriteItem on dynamodb:table/h', 'dynamodb:BatchWriteItem on dynamodb:table/i'],
    ],
    ['states:SendTaskSuccess', { taskToken: 't' }, {}, ['states:SendTaskSuccess on *']],
    [
      'states:CreateStateMachine',
      { name: 'm', roleArn: 'R' },
      {},
      ['states:CreateStateMachine on states:stateMachine:m', 'iam:PassRole on R'],
    ],
    ['states:DescribeExecution', { executionArn: 'E' }, {}, ['states:DescribeExecution on E']],
    [
      'ssm:GetParameters',
      { Names: ['/a/b', 'c'] },
      {},
      ['ssm:GetParameters on ssm:parameter/a/b', 'ssm:GetParameters on ssm:parameter/c'],
    ],
    ['ssm:GetParametersByPath', { Path: '/a/' }, {}, ['ssm:GetParametersByPath on ssm:parameter/a/']],
    ['sqs:SendMessageBatch', { QueueUrl: 'http://x/1/q' }, {}, ['sqs:SendMessage on sqs:q']],
    ['sqs:GetQueueUrl', { QueueName: 'q' }, {}, ['sqs:GetQueueUrl on sqs:q']],
    ['sqs:GetQueueUrl', { QueueName: 'q', QueueUrl: 'http://x/1/other' }, {}, ['sqs:GetQueueUrl on sqs:q']],
    ['sns:Publish', { TopicArn: 'T' }, {}, ['sns:Publish on T']],
    ['sns:Unsubscribe', { SubscriptionArn: 'arn:aws:sns:r:1:t:77-8' }, {}, ['sns:Unsubscribe on sns:t']],
    [
      'secretsmanager:GetSecretValue',
      { SecretId: 'db' },
      {},
      ['secretsmanager:GetSecretValue on secretsmanager:secret:db-abcdef'],
    ],
    [
      'secretsmanager:GetSecretValue',
      { SecretId: 'gone' },
      {},
      ['secretsmanager:GetSecretValue on secretsmanager:secret:gone'],
    ],
    [
      'glue:UpdateTable',
      { DatabaseName: 'D', TableInput: { Name: 'T' } },
      {},
      [
        'glue:UpdateTable on glue:catalog',
        'glue:UpdateTable on glue:database/d',
        'glue:UpdateTable on glue:table/d/t',
      ],
    ],
    [
      'glue:GetDatabase',
      { Name: 'D' },
      {},
      ['glue:GetDatabase on glue:catalog', 'glue:GetDatabase on glue:database/d'],
    ],
    [
      'lambda:Invoke',
      {},
      { method: 'POST', path: '/2015-03-31/functions/f/invocations', query: { Qualifier: '3' } },
      ['lambda:InvokeFunction on lambda:function:f:3'],
    ],
    [
      'cloudformation:DescribeStacks',
      { StackName: 'shop' },
      {},
      ['cloudformation:DescribeStacks on cloudformation:stack/shop/77'],
    ],
    ['cloudformation:DescribeStacks', {}, {}, ['cloudformation:DescribeStacks on *']],
    [
      'scheduler:CreateSchedule',
      { GroupName: 'g', Target: { RoleArn: 'R' } },
      { method: 'POST', path: '/schedules/s' },
      ['scheduler:CreateSchedule on scheduler:schedule/g/s', 'iam:PassRole on R'],
    ],
    [
      'scheduler:CreateSchedule',
      {},
      { method: 'POST', path: '/schedules/s', query: { groupName: 'other' } },
      ['scheduler:CreateSchedule on scheduler:schedule/default/s'],
    ],
    [
      'scheduler:GetSchedule',
      {},
      { path: '/schedules/s', query: { groupName: 'g' } },
      ['scheduler:GetSchedule on scheduler:schedule/g/s'],
    ],
    [
      'scheduler:GetSchedule',
      {},
      { path: '/schedules/s', query: { groupName: 'g' } },
      ['scheduler:GetSchedule on scheduler:schedule/g/s'],
    ],
    [
      'events:PutTargets',
      { Rule: 'r', Targets: [{ Arn: 'A', RoleArn: 'R' }] },
      {},
      ['events:PutTargets on events:rule/r', 'iam:PassRole on R'],
    ],
    [
      'events:PutEvents',
      { Entries: [{ Source: 's', DetailType: 'd' }] },
      {},
      ['events:PutEvents on events:event-bus/default'],
    ],
    ['monitoring:PutMetricData', { Namespace: 'N' }, {}, ['cloudwatch:PutMetricData on *']],
    ['logs:FilterLogEvents', { logGroupName: '/a' }, {}, ['logs:FilterLogEvents on logs:log-group:/a:*']],
    ['sts:GetCallerIdentity', {}, {}, []],
  ])('%s %j', (call, input, rest, expected) => {
    expect(said(call, input, rest)).toEqual(expected);
  });
});
