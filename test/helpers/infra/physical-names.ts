import type { PostgresTargetPlan } from '../../../core/planning/connection-plan';
import type { ChannelPlan, HandOffPlan } from '../../../core/planning/notify-plan';
import type { Plan } from '../../../core/planning/plan';
import { sampleLoad } from '../runs/load-plan';
import { sampleDepartment, sampleJob, samplePlan, sampleSource } from '../runs/plan';
import type { Resource } from './stacks';

/** Property that gives a resource a name of its own, by type; `a.b` is a member of a member. */
export const nameProperties: Readonly<Record<string, string>> = {
  'AWS::Chatbot::MicrosoftTeamsChannelConfiguration': 'ConfigurationName',
  'AWS::Chatbot::SlackChannelConfiguration': 'ConfigurationName',
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::CloudWatch::Dashboard': 'DashboardName',
  'AWS::DMS::Endpoint': 'EndpointIdentifier',
  'AWS::DMS::ReplicationInstance': 'ReplicationInstanceIdentifier',
  'AWS::DMS::ReplicationSubnetGroup': 'ReplicationSubnetGroupIdentifier',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::Events::EventBus': 'Name',
  'AWS::Events::Rule': 'Name',
  'AWS::Glue::Database': 'DatabaseInput.Name',
  'AWS::IAM::Policy': 'PolicyName',
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

/**
 * Types whose resources hold data, or of which AWS refuses a second one beside the first, even
 * without a name.
 */
const irreplaceable: ReadonlySet<string> = new Set([
  'AWS::DynamoDB::Table',
  'AWS::EC2::Subnet',
  'AWS::EC2::VPC',
  'AWS::EC2::VPCEndpoint',
  'AWS::KMS::Key',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::EventSourceMapping',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
]);

/**
 * Types that CloudFormation may replace under another logical id: nothing is lost and no name
 * clashes.
 */
export const replaceable: ReadonlySet<string> = new Set([
  'AWS::Events::ApiDestination',
  'AWS::Events::Connection',
  'AWS::SNS::Subscription',
  'AWS::EC2::RouteTable',
  'AWS::EC2::SecurityGroup',
  'AWS::EC2::SecurityGroupIngress',
  'AWS::EC2::SubnetRouteTableAssociation',
  'AWS::Lambda::LayerVersion',
  'AWS::Lambda::Permission',
  'Custom::LakeferryHold',
  'Custom::LakeferryRemoval',
]);

/**
 * Logical id -> "type name" of the resources whose logical id must never change; only "type" where
 * a resource has no name.
 */
export function fixedResources(
  resources: Readonly<Record<string, Resource>>,
): Readonly<Record<string, string>> {
  const fixed = Object.entries(resources).flatMap(([id, { Type: type, Properties }]) => {
    const name = nameOf(type, Properties);
    if (name !== undefined) return [[id, `${type} ${name}`] as const];
    return irreplaceable.has(type) ? [[id, type] as const] : [];
  });
  return Object.fromEntries(fixed.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function nameOf(type: string, properties: unknown): string | undefined {
  const path = nameProperties[type]?.split('.') ?? [];
  const name = path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    path.length === 0 ? undefined : properties,
  );
  return typeof name === 'string' ? name : undefined;
}

const arn = (service: string, name: string): string => `arn:aws:${service}:eu-west-1:111122223333:${name}`;

export const sampleHandOffs: readonly HandOffPlan[] = [
  { on: 'success', arn: arn('states', 'stateMachine:report') },
  { on: 'failure', arn: arn('lambda', 'function:repair') },
  { on: 'both', arn: arn('sqs', 'ends') },
];

export const sampleChannels: readonly ChannelPlan[] = [
  { kind: 'department-topic', name: 'email', email: 'sales-data@example.com' },
  { kind: 'slack', name: 'slack-c07ez1abc23', workspaceId: 'T07EA123LEP', channelId: 'C07EZ1ABC23' },
  {
    kind: 'teams',
    name: 'teams-0a1b2c3d',
    tenantId: '0a1b2c3d-1111-2222-3333-444455556666',
    teamId: '0a1b2c3d-1111-2222-3333-444455556667',
    channelId: '19%3Aab3d%40thread.tacv2',
  },
  { kind: 'topic', name: 'topic-data-alerts', arn: arn('sns', 'data-alerts') },
  {
    kind: 'webhook',
    name: 'webhook-hooks',
    url: 'https://hooks.example.com/lakeferry',
    header: 'Authorization',
    secretName: 'lakeferry/hooks',
  },
  {
    kind: 'webhook',
    name: 'webhook-open',
    url: 'https://open.example.com/lakeferry',
    header: 'X-Lakeferry-Environment',
  },
];

/**
 * A plan that makes every type of resource: an Oracle source, a PostgreSQL target, a load, a
 * catalogue, channels and hand-offs of every kind.
 */
export function planOfEveryResource(): Plan {
  const securityGroup = { id: 'sg-0a1b2c3d', port: 5433 };
  const warehouse: PostgresTargetPlan = {
    ...sampleSource({ name: 'warehouse', endpointIdentifier: 'dev-warehouse' }),
    engine: 'postgres',
    securityGroup,
  };
  const [hr, sales] = samplePlan().departments;
  if (hr === undefined || sales === undefined) throw new Error('the sample plan has two departments');
  return samplePlan({
    sources: [
      sampleSource({ name: 'hr-db', engine: 'oracle', databaseName: 'hr' }),
      sampleSource({ securityGroup }),
    ],
    targets: [{ name: 'lake', engine: 's3' }, warehouse],
    departments: [
      hr,
      sampleDepartment({
        channels: sampleChannels,
        jobs: [
          ...sales.jobs,
          sampleJob(
            { department: 'sales', job: 'followed', tables: ['orders'] },
            { schedule: undefined, handOff: sampleHandOffs },
          ),
          sampleJob(
            { department: 'sales', job: 'clicks', tables: ['clicks'] },
            { mode: 'cdc', schedule: undefined },
          ),
          sampleJob(
            { department: 'sales', job: 'catalogued', tables: ['orders'] },
            {
              publishing: {
                kind: 'snapshot',
                prefix: 'sales/catalogued',
                lowerCase: false,
                keep: 7,
                catalogue: { database: 'lakeferry_dev_sales' },
              },
            },
          ),
          sampleJob(
            { department: 'sales', job: 'to-warehouse', tables: ['orders'] },
            {
              target: 'warehouse',
              targetEngine: 'postgres',
              targetSettings: {},
              publishing: { kind: 'none' },
            },
          ),
        ],
        loads: [sampleLoad()],
      }),
    ],
  });
}
