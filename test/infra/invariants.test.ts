import { addStacks } from '../../infra/add-stacks';
import { ofType, type Resource, synthesize, testApp } from '../helpers/infra/stacks';
import { sampleDepartment, sampleEnvironment, sampleJob, samplePlan } from '../helpers/runs/plan';

/** Rules for all resources of all stacks, whichever construct adds them. */
const stacks = [...synthesize(samplePlan()).values()];
const resources: readonly [string, Resource][] = stacks.flatMap((stack) => Object.entries(stack.resources));

function properties(type: string): [string, Readonly<Record<string, unknown>>][] {
  return resources
    .filter(([, resource]) => resource.Type === type)
    .map(([id, resource]) => [id, resource.Properties ?? {}]);
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly Principal?: unknown;
}

function isStatement(value: unknown): value is Statement {
  return typeof value === 'object' && value !== null && 'Effect' in value && 'Action' in value;
}

/** All policy statements in a value. */
function statementsIn(value: unknown): Statement[] {
  if (isStatement(value)) return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(statementsIn);
}

/** Without key policies, where AWS requires `*` for the key itself and `kms:*` for the account. */
const allows = resources
  .filter(([, resource]) => resource.Type !== 'AWS::KMS::Key')
  .flatMap(([id, resource]) =>
    statementsIn(resource.Properties)
      .filter(({ Effect }) => Effect === 'Allow')
      .map((statement) => ({ id, actions: [statement.Action].flat(), resource: statement.Resource })),
  );

test('these are the resource types of the two stacks, which the local cloud supports', () => {
  const types = (name: string) => [
    ...new Set(
      Object.values(stacks.find((stack) => stack.name === name)?.resources ?? {}).map(({ Type }) => Type),
    ),
  ];
  expect(types('lakeferry-dev-platform').sort()).toEqual([
    'AWS::CloudWatch::Alarm',
    'AWS::CloudWatch::Dashboard',
    'AWS::DMS::Endpoint',
    'AWS::DMS::ReplicationInstance',
    'AWS::DMS::ReplicationSubnetGroup',
    'AWS::DynamoDB::Table',
    'AWS::EC2::RouteTable',
    'AWS::EC2::SecurityGroup',
    'AWS::EC2::Subnet',
    'AWS::EC2::SubnetRouteTableAssociation',
    'AWS::EC2::VPC',
    'AWS::EC2::VPCEndpoint',
    'AWS::Events::EventBus',
    'AWS::Events::Rule',
    'AWS::IAM::Policy',
    'AWS::IAM::Role',
    'AWS::KMS::Key',
    'AWS::Lambda::EventInvokeConfig',
    'AWS::Lambda::EventSourceMapping',
    'AWS::Lambda::Function',
    'AWS::Lambda::Permission',
    'AWS::Logs::LogGroup',
    'AWS::S3::Bucket',
    'AWS::S3::BucketPolicy',
    'AWS::SNS::Topic',
    'AWS::SNS::TopicPolicy',
    'AWS::SQS::Queue',
    'AWS::SQS::QueuePolicy',
    'AWS::SSM::Parameter',
    'AWS::Scheduler::Schedule',
    'AWS::Scheduler::ScheduleGroup',
    'AWS::StepFunctions::StateMachine',
    'Custom::LakeferryHold',
    'Custom::LakeferryRemoval',
  ]);
  expect(types('lakeferry-dev-sales').sort()).toEqual([
    'AWS::DMS::Endpoint',
    'AWS::IAM::Role',
    'AWS::SSM::Parameter',
    'AWS::Scheduler::Schedule',
    'Custom::LakeferryHold',
  ]);
});

test('no statement allows an action by wildcard', () => {
  expect(allows.flatMap(({ actions }) => actions).filter((action) => action.includes('*'))).toEqual([]);
});

test('every action has the prefix of a service, dms for DMS', () => {
  const prefixes = new Set(allows.flatMap(({ actions }) => actions).map((action) => action.split(':')[0]));
  expect([...prefixes].sort()).toEqual([
    'cloudformation',
    'cloudwatch',
    'dms',
    'dynamodb',
    'ec2',
    'events',
    'glue',
    'kms',
    'lambda',
    'logs',
    's3',
    'secretsmanager',
    'sns',
    'sqs',
    'ssm',
    'states',
    'sts',
    'xray',
  ]);
});

test('any resource is allowed only where AWS has no narrower one', () => {
  const network = 'Lambda itself creates its interface in a VPC, by the function’s role';
  const reasons: Readonly<Record<string, string>> = {
    'cloudwatch:GetMetricData': 'metrics of AWS services are in no resource',
    'ec2:AssignPrivateIpAddresses': network,
    'ec2:CreateNetworkInterface': network,
    'ec2:DeleteNetworkInterface': network,
    'ec2:DescribeNetworkInterfaces': network,
    'ec2:DescribeSubnets': network,
    'ec2:UnassignPrivateIpAddresses': network,
    'dms:DescribeConnections': 'has no resource types',
    'dms:DescribeReplicationTasks': 'has no resource types',
    'states:SendTaskFailure': 'has no resource types; the token is the permission',
    'states:SendTaskHeartbeat': 'has no resource types; the token is the permission',
    'states:SendTaskSuccess': 'has no resource types; the token is the permission',
    'xray:PutTelemetryRecords': 'has no resource types',
    'xray:PutTraceSegments': 'has no resource types',
    'xray:GetSamplingRules': 'has no resource types',
    'xray:GetSamplingTargets': 'has no resource types',
    'logs:CreateLogDelivery': 'vended logs have no resource types',
    'logs:DeleteLogDelivery': 'vended logs have no resource types',
    'logs:DescribeLogGroups': 'vended logs have no resource types',
    'logs:DescribeResourcePolicies': 'vended logs have no resource types',
    'logs:GetLogDelivery': 'vended logs have no resource types',
    'dms:DescribeEndpoints': 'no resource types',
    'dms:DescribeReplicationInstances': 'no resource types',
    'logs:ListLogDeliveries': 'vended logs have no resource types',
    'logs:PutResourcePolicy': 'vended logs have no resource types',
    'logs:UpdateLogDelivery': 'vended logs have no resource types',
  };
  const anywhere = allows
    .filter(({ resource }) => [resource].flat().includes('*'))
    .flatMap(({ id, actions }) =>
      actions.filter((action) => !(action in reasons)).map((action) => `${id}: ${action}`),
    );
  expect(anywhere).toEqual([]);
});

test('the policies of resources allow each service only what it calls', () => {
  const byService: Record<string, Set<string>> = {};
  for (const [, { Type, Properties }] of resources) {
    if (Type === 'AWS::IAM::Role') continue;
    for (const { Effect, Action, Principal } of statementsIn(Properties)) {
      const service =
        typeof Principal === 'object' && Principal !== null ? Object(Principal).Service : undefined;
      if (Effect !== 'Allow' || typeof service !== 'string') continue;
      byService[service] = new Set([...(byService[service] ?? []), ...[Action].flat()]);
    }
  }
  expect(
    Object.fromEntries(Object.entries(byService).map(([name, actions]) => [name, [...actions].sort()])),
  ).toEqual({
    // Alarms publish to the topic, and CloudWatch encrypts with the topic's key.
    'cloudwatch.amazonaws.com': ['kms:Decrypt', 'kms:GenerateDataKey', 'sns:Publish'],
    'events.amazonaws.com': ['sqs:SendMessage'],
  });
});

test('every function runs on arm64', () => {
  for (const [, { Architectures }] of properties('AWS::Lambda::Function'))
    expect(Architectures).toEqual(['arm64']);
});

test('every queue is encrypted and rejects plain HTTP', () => {
  const queues = properties('AWS::SQS::Queue');
  for (const [, queue] of queues) expect(queue['SqsManagedSseEnabled']).toBe(true);
  const policies = JSON.stringify(properties('AWS::SQS::QueuePolicy'));
  for (const [id] of queues) expect(policies).toContain(id);
  expect(policies).toContain('aws:SecureTransport');
});

test('every topic is encrypted and rejects plain HTTP', () => {
  const topics = properties('AWS::SNS::Topic');
  expect(topics.length).toBeGreaterThan(0);
  for (const [, topic] of topics) expect(JSON.stringify(topic['KmsMasterKeyId'])).toContain('AlertsKey');
  const policies = JSON.stringify(properties('AWS::SNS::TopicPolicy'));
  for (const [id] of topics) expect(policies).toContain(id);
  expect(policies).toContain('aws:SecureTransport');
});

test('every bucket rejects plain HTTP', () => {
  const policies = JSON.stringify(properties('AWS::S3::BucketPolicy'));
  for (const [id] of properties('AWS::S3::Bucket')) expect(policies).toContain(`"Bucket":{"Ref":"${id}"}`);
});

test('every log group has a retention', () => {
  for (const [, log] of properties('AWS::Logs::LogGroup')) expect(log['RetentionInDays']).toBeGreaterThan(0);
});

/** Properties that give a resource a name that is unique in an account and region, or wider. */
const nameProperties: Readonly<Record<string, string>> = {
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::DMS::Endpoint': 'EndpointIdentifier',
  'AWS::DMS::ReplicationInstance': 'ReplicationInstanceIdentifier',
  'AWS::DMS::ReplicationSubnetGroup': 'ReplicationSubnetGroupIdentifier',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::Events::Rule': 'Name',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::SSM::Parameter': 'Name',
  'AWS::Scheduler::Schedule': 'Name',
  'AWS::Scheduler::ScheduleGroup': 'Name',
  'AWS::StepFunctions::StateMachine': 'StateMachineName',
};

/** DMS finds these roles by name, one of each per account. */
const accountWide = ['dms-vpc-role', 'dms-cloudwatch-logs-role'];

test('every name includes the environment, so that one account can have several', () => {
  const without = Object.entries(nameProperties).flatMap(([type, property]) =>
    properties(type)
      .map(([, all]) => all[property])
      .filter(
        (name) =>
          typeof name === 'string' && !/(^|[-/])dev([-/]|$)/.test(name) && !accountWide.includes(name),
      ),
  );
  expect(without).toEqual([]);
});

test('resources have the tags of their environment and department', () => {
  for (const type of [
    'AWS::DMS::Endpoint',
    'AWS::DMS::ReplicationInstance',
    'AWS::Lambda::Function',
    'AWS::S3::Bucket',
  ])
    for (const [, { Tags }] of properties(type))
      expect(Tags).toContainEqual({ Key: 'lakeferry:environment', Value: 'dev' });
  const sales = stacks.find((stack) => stack.name === 'lakeferry-dev-sales')?.resources ?? {};
  for (const [, { Properties }] of ofType(sales, 'AWS::DMS::Endpoint'))
    expect(Properties?.['Tags']).toContainEqual({ Key: 'lakeferry:department', Value: 'sales' });
});

function tagsOf(properties: Resource['Properties']): readonly { Key: string; Value: string }[] {
  const tags = properties?.['Tags'];
  return Array.isArray(tags) ? tags : [];
}

test('resources of DMS have only tags that DMS takes, and others have all', () => {
  const many = Object.fromEntries([...'abcdefgh'].map((key) => [key, 'x']));
  const environment = sampleEnvironment({ tags: { ...many, contact: 'ann@example.com' } });
  const job = sampleJob(
    { department: 'sales', job: 'orders-daily', tables: ['orders'] },
    { tags: { ...environment.tags, a: 'of the job', contact: 'bob@example.com' } },
  );
  const all = synthesize(
    samplePlan({ environment, departments: [sampleDepartment({ jobs: [job], tags: environment.tags })] }),
  );
  for (const { resources: found, name } of all.values()) {
    const own = name.endsWith('platform') ? 1 : 3;
    for (const [id, { Type, Properties }] of Object.entries(found)) {
      const tags = tagsOf(Properties);
      if (Type.startsWith('AWS::DMS::')) {
        expect([id, tags.length]).toEqual([id, 6 + own]);
        for (const { Key, Value } of tags) {
          expect(Key).toMatch(/^[\p{L}\p{Z}\p{N}_.:/=+-]{1,128}$/u);
          expect(Value).toMatch(/^[\p{L}\p{Z}\p{N}_.:/=+-]{1,256}$/u);
        }
      }
      if (Type === 'AWS::IAM::Role') {
        expect(tags.map(({ Key }) => Key)).toEqual(expect.arrayContaining([...'abcdefgh', 'contact']));
        if (own === 3)
          expect(tags).toContainEqual({ Key: 'lakeferry:owner', Value: 'sales-data@example.com' });
      }
    }
  }
  const endpoint = Object.values(all.get('lakeferry-dev-sales')?.resources ?? {}).find(
    ({ Type }) => Type === 'AWS::DMS::Endpoint',
  );
  expect(endpoint?.Properties?.['Tags']).toContainEqual({ Key: 'a', Value: 'of the job' });
});

test('a stack has only tags that DMS takes, because CloudFormation gives them to all resources', () => {
  const app = testApp();
  const tags = { contact: 'ann@example.com', 'cost-centre': '4711' };
  const { platform, departments } = addStacks(app, samplePlan({ environment: sampleEnvironment({ tags }) }));
  for (const stack of [platform, ...departments])
    expect(stack.tags.tagValues()).toEqual({ 'cost-centre': '4711', 'lakeferry:environment': 'dev' });
});

test('no template has a password, a custom resource of CDK or a transform', () => {
  const all = JSON.stringify(stacks.map((stack) => stack.template.toJSON()));
  expect(all).not.toMatch(
    /"(Password|Username|MasterUserPassword)"|Custom::(?!Lakeferry(Hold|Removal)")|Fn::Transform/,
  );
});

test('no stack comes near CloudFormation’s 500 resources, and a department stack grows by three per job', () => {
  for (const stack of stacks) expect(Object.keys(stack.resources).length).toBeLessThan(180);
  const hr = stacks.find((stack) => stack.name === 'lakeferry-dev-hr');
  expect(Object.keys(hr?.resources ?? {})).toHaveLength(4 + 3);
});
