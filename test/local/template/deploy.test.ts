// biome-ignore-all lint/suspicious/noTemplateCurlyInString: code and placeholders as text
import { rm } from 'node:fs/promises';
import {
  CloudFormationClient,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListExportsCommand,
  ListStackResourcesCommand,
  ListStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type LocalCloud, startLocalCloud } from '../../../local/cloud';
import {
  allowing,
  bootstrapBucket,
  type TestStack,
  trust,
  writeAssembly,
} from '../../helpers/local/assembly';
import { until } from '../../helpers/run/until';

const lambdaRole = {
  Type: 'AWS::IAM::Role',
  Properties: {
    RoleName: 'worker',
    AssumeRolePolicyDocument: trust('lambda', 'states', 'scheduler'),
    Policies: [
      allowing('lambda:InvokeFunction', 'arn:aws:lambda:*:*:function:*'),
      allowing('states:StartExecution', 'arn:aws:states:*:*:stateMachine:*'),
    ],
  },
};
/** Policy that allows a queue to receive the messages of a rule or topic. */
const admission = (queue: string, service: string, source: object) => ({
  Type: 'AWS::SQS::QueuePolicy',
  Properties: {
    Queues: [{ Ref: queue }],
    PolicyDocument: {
      Statement: {
        Effect: 'Allow',
        Action: 'sqs:SendMessage',
        Resource: { 'Fn::GetAtt': [queue, 'Arn'] },
        Principal: { Service: `${service}.amazonaws.com` },
        Condition: { ArnEquals: { 'aws:SourceArn': source } },
      },
    },
  },
});
const asset = (key: string) => ({ S3Bucket: bootstrapBucket, S3Key: key });

const platform: TestStack = {
  name: 'platform',
  code: { greet: 'exports.handler = async (event) => `${process.env.GREETING} ${event.name}`;' },
  files: {
    'machine.json': JSON.stringify({
      QueryLanguage: 'JSONata',
      StartAt: 'Greet',
      States: {
        Greet: {
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke',
          Arguments: { FunctionName: '${GreetFunctionArn}', Payload: { name: '{% $states.input.name %}' } },
          Output: '{% $states.result.Payload %}',
          End: true,
        },
      },
    }),
  },
  template: {
    Parameters: {
      BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk-bootstrap/x' },
    },
    Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
    Resources: {
      Machine: {
        Type: 'AWS::StepFunctions::StateMachine',
        Properties: {
          RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
          DefinitionS3Location: { Bucket: bootstrapBucket, Key: 'machine.json' },
          DefinitionSubstitutions: { GreetFunctionArn: { 'Fn::GetAtt': ['Greet', 'Arn'] } },
        },
      },
      Greet: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Code: asset('greet.zip'),
          Handler: 'index.handler',
          Runtime: 'nodejs24.x',
          Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
          Environment: { Variables: { GREETING: 'hello' } },
        },
      },
      Role: lambdaRole,
      Dead: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead' } },
      Queue: {
        Type: 'AWS::SQS::Queue',
        Properties: {
          RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] }, maxReceiveCount: 3 },
        },
      },
      Rule: {
        Type: 'AWS::Events::Rule',
        Properties: {
          EventPattern: { source: ['aws.states'], detail: { status: ['SUCCEEDED'] } },
          Targets: [{ Id: 'q', Arn: { 'Fn::GetAtt': ['Queue', 'Arn'] } }],
        },
      },
      FromRule: admission('Queue', 'events', { 'Fn::GetAtt': ['Rule', 'Arn'] }),
      FromTopic: admission('Dead', 'sns', { Ref: 'Topic' }),
      Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'alarms' } },
      ToQueue: {
        Type: 'AWS::SNS::Subscription',
        Properties: {
          TopicArn: { Ref: 'Topic' },
          Protocol: 'sqs',
          Endpoint: { 'Fn::GetAtt': ['Dead', 'Arn'] },
        },
      },
      Secret: {
        Type: 'AWS::SecretsManager::Secret',
        Properties: {
          Name: 'made',
          GenerateSecretString: { SecretStringTemplate: '{"username":"u"}', GenerateStringKey: 'password' },
        },
      },
      Subnet: { Type: 'AWS::EC2::Subnet', Properties: {} },
      Absent: { Type: 'AWS::SQS::Queue', Condition: 'Never', Properties: { QueueName: 'absent' } },
    },
    Outputs: {
      MachineArn: { Value: { Ref: 'Machine' }, Export: { Name: 'platform:machine' } },
      QueueUrl: { Value: { Ref: 'Queue' }, Description: 'where events go' },
    },
  },
};

function department(value: object): TestStack {
  const template = {
    Resources: {
      Job: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/jobs/a', Type: 'String', Value: value } },
      Group: { Type: 'AWS::Scheduler::ScheduleGroup', Properties: { Name: 'g' } },
      Schedule: {
        Type: 'AWS::Scheduler::Schedule',
        DependsOn: 'Group',
        Properties: {
          Name: 'a',
          GroupName: 'g',
          ScheduleExpression: 'cron(0 0 1 1 ? 2090)',
          FlexibleTimeWindow: { Mode: 'OFF' },
          Target: {
            Arn: { 'Fn::ImportValue': 'platform:machine' },
            RoleArn: 'arn:aws:iam::000000000000:role/worker',
            Input: '{"name":"schedule"}',
          },
        },
      },
    },
  };
  // Written before the platform, and deployed after it.
  return { name: 'department', dependsOn: ['platform'], template };
}

const folders: string[] = [];
function assembly(stacks: readonly TestStack[]): string {
  const folder = writeAssembly(stacks);
  folders.push(folder);
  return folder;
}

let cloud: LocalCloud;
let client: {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
};
beforeAll(async () => {
  cloud = await startLocalCloud({
    assembly: assembly([department({ 'Fn::ImportValue': 'platform:machine' }), platform]),
  });
  client = { endpoint: cloud.url, region: cloud.region, credentials: cloud.operatorCredentials };
});
afterAll(async () => {
  await cloud.stop();
  for (const folder of folders) await rm(folder, { recursive: true });
});

async function output(name: string): Promise<string> {
  const { Stacks = [] } = await new CloudFormationClient(client).send(
    new DescribeStacksCommand({ StackName: 'platform' }),
  );
  return Stacks[0]?.Outputs?.find(({ OutputKey }) => OutputKey === name)?.OutputValue ?? '';
}

test('the deployed state machine runs the deployed function, and the rule sends its end to the queue', async () => {
  const sfn = new SFNClient(client);
  const { executionArn } = await sfn.send(
    new StartExecutionCommand({ stateMachineArn: await output('MachineArn'), input: '{"name":"ferry"}' }),
  );
  const describe = () => sfn.send(new DescribeExecutionCommand({ executionArn }));
  await until('the execution ends', async () => (await describe()).status !== 'RUNNING');
  expect(await describe()).toMatchObject({ status: 'SUCCEEDED', output: '"hello ferry"' });
  const { Messages } = await new SQSClient(client).send(
    new ReceiveMessageCommand({ QueueUrl: await output('QueueUrl'), WaitTimeSeconds: 5 }),
  );
  expect(JSON.parse(Messages?.[0]?.Body ?? '')).toMatchObject({
    source: 'aws.states',
    detail: { executionArn },
  });
});

test('stacks, resources, outputs and exports can be read by CloudFormation', async () => {
  const formation = new CloudFormationClient(client);
  const { StackSummaries } = await formation.send(new ListStacksCommand({}));
  expect(StackSummaries?.map(({ StackName, StackStatus }) => [StackName, StackStatus])).toEqual([
    ['platform', 'CREATE_COMPLETE'],
    ['department', 'CREATE_COMPLETE'],
  ]);
  const { StackResourceSummaries = [] } = await formation.send(
    new ListStackResourcesCommand({ StackName: 'platform' }),
  );
  const ids = StackResourceSummaries.map(({ LogicalResourceId }) => LogicalResourceId);
  expect(ids).toHaveLength(12);
  expect(ids).not.toContain('Absent');
  const { StackResources } = await formation.send(
    new DescribeStackResourcesCommand({ StackName: 'platform', LogicalResourceId: 'Topic' }),
  );
  expect(StackResources?.[0]?.PhysicalResourceId).toBe('arn:aws:sns:eu-west-1:000000000000:alarms');
  const { TemplateBody = '' } = await formation.send(new GetTemplateCommand({ StackName: 'platform' }));
  expect(Object.keys(JSON.parse(TemplateBody).Resources)).toEqual(expect.arrayContaining(ids));
  const { StackEvents = [] } = await formation.send(
    new DescribeStackEventsCommand({ StackName: 'platform' }),
  );
  expect(StackEvents[0]).toMatchObject({
    LogicalResourceId: 'platform',
    ResourceType: 'AWS::CloudFormation::Stack',
    ResourceStatus: 'CREATE_COMPLETE',
  });
  expect(StackEvents.at(-1)?.ResourceStatus).toBe('CREATE_IN_PROGRESS');
  expect(
    StackEvents.slice(1, -1)
      .filter(({ ResourceStatus }) => ResourceStatus === 'CREATE_COMPLETE')
      .map(({ LogicalResourceId }) => LogicalResourceId)
      .reverse(),
  ).toEqual(ids);
  const { Exports } = await formation.send(new ListExportsCommand({}));
  expect(Exports).toMatchObject([{ Name: 'platform:machine', Value: await output('MachineArn') }]);
  await expect(formation.send(new DescribeStacksCommand({ StackName: 'none' }))).rejects.toMatchObject({
    name: 'ValidationError',
    message: 'Stack with id none does not exist',
  });
});

test('roles are kept with their policies, secrets are made up', async () => {
  const [role] = cloud.roles.all();
  expect([...(role?.policies.keys() ?? [])]).toEqual(['lambda-InvokeFunction', 'states-StartExecution']);
  const secret: unknown = JSON.parse(await cloud.secrets.read('made'));
  expect(secret).toMatchObject({ username: 'u', password: expect.stringMatching(/.{20,}/) });
});

test('a second deployment changes what changed, adds what is new, deletes what is gone', async () => {
  const { Resources } = { Resources: {}, ...platform.template };
  const { Rule, Topic, ToQueue, FromRule, FromTopic, ...kept } = Object(Resources);
  const Greet = {
    ...kept.Greet,
    Properties: { ...kept.Greet.Properties, Environment: { Variables: { GREETING: 'bye' } } },
  };
  const New = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'new' } };
  const changed = { ...platform, template: { ...platform.template, Resources: { ...kept, Greet, New } } };
  const queueUrl = await output('QueueUrl');
  await cloud.deploy(assembly([changed, department({ Ref: 'AWS::StackName' })]));
  const name = cloud.functions.definitions()[0]?.name ?? '';
  expect(await cloud.functions.invoke(name, { name: 'you' })).toBe('bye you');
  expect(await output('QueueUrl')).toBe(queueUrl);
  expect(cloud.sqs.find('new')).toBeDefined();
  expect(cloud.stacks.find('platform')?.status).toBe('UPDATE_COMPLETE');
  expect(cloud.stacks.find('platform')?.resources.has('Topic')).toBe(false);
  expect(() => cloud.sns.published('arn:aws:sns:eu-west-1:000000000000:alarms')).toThrow('does not exist');
});

test('what CloudFormation cannot delete in its cleanup is left in the account, and no later deployment tries again', async () => {
  const Kept = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'in-use' } };
  const stack = (Resources: object): TestStack => ({ name: 'later', template: { Resources } });
  await cloud.deploy(assembly([stack({ Kept })]));
  const refusing = jest.spyOn(cloud.s3.objects, 'deleteBucket').mockRejectedValue(new Error('it is in use'));
  const reported: unknown[] = [];
  await cloud.deploy(assembly([stack({})]), { onEvent: (...event) => reported.push(event) });
  refusing.mockRestore();
  const later = cloud.stacks.find('later');
  expect([later?.status, later?.resources.has('Kept')]).toEqual(['UPDATE_COMPLETE', false]);
  expect(cloud.s3.objects.bucket('in-use')).toBeDefined();
  const events = later?.events.slice(-reported.length) ?? [];
  expect(reported).toEqual(events.map((event) => ['later', event]));
  expect(events.map(({ logicalId, status }) => `${logicalId} ${status}`)).toEqual([
    'later UPDATE_IN_PROGRESS',
    'later UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
    'Kept DELETE_IN_PROGRESS',
    'Kept DELETE_FAILED',
    'later UPDATE_COMPLETE',
  ]);
  const again: string[] = [];
  await cloud.deploy(assembly([stack({})]), { onEvent: (_, { logicalId }) => again.push(logicalId) });
  expect(again).not.toContain('Kept');
});

test('refuses types that it lacks, all at once, before anything is created', async () => {
  const template = {
    Resources: {
      Fine: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'never-made' } },
      Cluster: { Type: 'AWS::RDS::DBCluster', Properties: {} },
      Stream: { Type: 'AWS::Kinesis::Stream', Properties: {} },
    },
  };
  await expect(cloud.deploy(assembly([{ name: 'odd', template }]))).rejects.toThrow(
    /nothing was deployed:\n {2}odd\/Cluster: AWS::RDS::DBCluster\n {2}odd\/Stream: AWS::Kinesis::Stream$/,
  );
  expect(cloud.sqs.find('never-made')).toBeUndefined();
});

test('a resource that fails is reported with its place, and the stack says so', async () => {
  const template = {
    Resources: { Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { Ref: 'Nobody' } } } },
  };
  await expect(cloud.deploy(assembly([{ name: 'broken', template }]))).rejects.toThrow(
    'broken/Q (AWS::SQS::Queue): Ref names Nobody, which is neither a parameter nor a resource of this stack',
  );
  expect(cloud.stacks.find('broken')?.status).toBe('ROLLBACK_COMPLETE');
});
