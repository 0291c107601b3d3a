import { isDeepStrictEqual } from 'node:util';
import { isInput } from '../gateway/input';
import type { Input } from '../service';

/** Effect of an update on a resource type. */
interface UpdateModel {
  /** Properties whose change creates a new physical resource; `/` separates nested ones. */
  readonly replaces: readonly string[];
  /** Property with the name of the physical resource, which must change in a replacement. */
  readonly name?: string;
}

function named(name: string, ...more: readonly string[]): UpdateModel {
  return { name, replaces: [name, ...more] };
}

function replacedBy(...replaces: readonly string[]): UpdateModel {
  return { replaces };
}

const never = replacedBy();

/**
 * "Update requires: Replacement" of the resource pages, per type of our templates
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html). A test
 * compares it with the create-only properties of the registry's schemas.
 */
const models: Readonly<Record<string, UpdateModel>> = {
  'AWS::CDK::Metadata': never,
  'AWS::Chatbot::MicrosoftTeamsChannelConfiguration': named('ConfigurationName', 'TeamId', 'TeamsTenantId'),
  'AWS::Chatbot::SlackChannelConfiguration': named('ConfigurationName', 'SlackWorkspaceId'),
  'AWS::CloudFormation::CustomResource': never,
  'AWS::CloudWatch::Alarm': named('AlarmName'),
  'AWS::CloudWatch::Dashboard': named('DashboardName'),
  'AWS::DMS::Endpoint': { name: 'EndpointIdentifier', replaces: ['KmsKeyId', 'ResourceIdentifier'] },
  'AWS::DMS::ReplicationInstance': {
    name: 'ReplicationInstanceIdentifier',
    replaces: [
      'DnsNameServers',
      'KmsKeyId',
      'PubliclyAccessible',
      'ReplicationSubnetGroupIdentifier',
      'ResourceIdentifier',
    ],
  },
  'AWS::DMS::ReplicationSubnetGroup': named('ReplicationSubnetGroupIdentifier'),
  'AWS::DynamoDB::Table': named('TableName', 'ImportSourceSpecification', 'KeySchema'),
  'AWS::EC2::EIP': replacedBy('Address', 'IpamPoolId', 'NetworkBorderGroup', 'TransferAddress'),
  'AWS::EC2::InternetGateway': never,
  'AWS::EC2::NatGateway': replacedBy(
    'AllocationId',
    'AvailabilityMode',
    'ConnectivityType',
    'PrivateIpAddress',
    'SubnetId',
    'VpcId',
  ),
  'AWS::EC2::Route': replacedBy(
    'DestinationCidrBlock',
    'DestinationIpv6CidrBlock',
    'DestinationPrefixListId',
    'RouteTableId',
  ),
  'AWS::EC2::RouteTable': replacedBy('VpcId'),
  'AWS::EC2::SecurityGroup': named('GroupName', 'GroupDescription', 'VpcId'),
  'AWS::EC2::SecurityGroupEgress': replacedBy(
    'CidrIp',
    'CidrIpv6',
    'DestinationPrefixListId',
    'DestinationSecurityGroupId',
    'FromPort',
    'GroupId',
    'IpProtocol',
    'ToPort',
  ),
  'AWS::EC2::SecurityGroupIngress': replacedBy(
    'CidrIp',
    'CidrIpv6',
    'FromPort',
    'GroupId',
    'GroupName',
    'IpProtocol',
    'SourcePrefixListId',
    'SourceSecurityGroupId',
    'SourceSecurityGroupName',
    'SourceSecurityGroupOwnerId',
    'ToPort',
  ),
  'AWS::EC2::Subnet': replacedBy(
    'AvailabilityZone',
    'AvailabilityZoneId',
    'CidrBlock',
    'Ipv4IpamPoolId',
    'Ipv4NetmaskLength',
    'Ipv6IpamPoolId',
    'Ipv6Native',
    'Ipv6NetmaskLength',
    'OutpostArn',
    'VpcId',
  ),
  'AWS::EC2::SubnetRouteTableAssociation': replacedBy('RouteTableId', 'SubnetId'),
  'AWS::EC2::VPC': replacedBy('CidrBlock', 'Ipv4IpamPoolId', 'Ipv4NetmaskLength'),
  'AWS::EC2::VPCEndpoint': replacedBy(
    'DnsOptions/PrivateDnsPreference',
    'DnsOptions/PrivateDnsSpecifiedDomains',
    'ResourceConfigurationArn',
    'ServiceName',
    'ServiceNetworkArn',
    'ServiceRegion',
    'VpcEndpointType',
    'VpcId',
  ),
  'AWS::EC2::VPCGatewayAttachment': replacedBy('VpcId'),
  'AWS::Events::ApiDestination': named('Name'),
  'AWS::Events::Connection': named('Name'),
  'AWS::Events::EventBus': named('Name'),
  'AWS::Events::Rule': named('Name', 'EventBusName'),
  'AWS::Glue::Database': replacedBy('DatabaseName'),
  'AWS::IAM::InstanceProfile': named('InstanceProfileName', 'Path'),
  'AWS::IAM::ManagedPolicy': named('ManagedPolicyName', 'Description', 'Path'),
  'AWS::IAM::Policy': never,
  'AWS::IAM::Role': named('RoleName', 'Path'),
  'AWS::IAM::RolePolicy': replacedBy('PolicyName', 'RoleName'),
  'AWS::KMS::Alias': named('AliasName'),
  'AWS::KMS::Key': never,
  'AWS::Lambda::EventInvokeConfig': replacedBy('FunctionName', 'Qualifier'),
  'AWS::Lambda::EventSourceMapping': replacedBy(
    'EventSourceArn',
    'SelfManagedEventSource',
    'StartingPosition',
    'StartingPositionTimestamp',
  ),
  'AWS::Lambda::Function': named('FunctionName', 'PackageType', 'TenancyConfig'),
  'AWS::Lambda::LayerVersion': replacedBy(
    'CompatibleArchitectures',
    'CompatibleRuntimes',
    'Content',
    'Description',
    'LayerName',
    'LicenseInfo',
  ),
  'AWS::Lambda::Permission': replacedBy(
    'Action',
    'EventSourceToken',
    'FunctionName',
    'FunctionUrlAuthType',
    'InvokedViaFunctionUrl',
    'Principal',
    'PrincipalOrgID',
    'SourceAccount',
    'SourceArn',
  ),
  'AWS::Logs::LogGroup': named('LogGroupName'),
  'AWS::Logs::MetricFilter': named('FilterName', 'LogGroupName'),
  'AWS::Logs::SubscriptionFilter': named('FilterName', 'LogGroupName'),
  'AWS::S3::Bucket': named('BucketName', 'BucketNamePrefix', 'BucketNamespace'),
  'AWS::S3::BucketPolicy': replacedBy('Bucket'),
  'AWS::SNS::Subscription': replacedBy('Endpoint', 'Protocol', 'TopicArn'),
  'AWS::SNS::Topic': named('TopicName', 'FifoTopic'),
  'AWS::SNS::TopicPolicy': never,
  'AWS::SQS::Queue': named('QueueName', 'FifoQueue'),
  'AWS::SQS::QueuePolicy': never,
  'AWS::SSM::Parameter': named('Name'),
  'AWS::Scheduler::Schedule': named('Name'),
  'AWS::Scheduler::ScheduleGroup': named('Name'),
  'AWS::SecretsManager::ResourcePolicy': replacedBy('SecretId'),
  'AWS::SecretsManager::Secret': named('Name'),
  'AWS::StepFunctions::StateMachine': named('StateMachineName', 'StateMachineType'),
};

/** Types with a known model. */
export const updatableTypes: readonly string[] = Object.keys(models);

/** Properties whose change creates a new physical resource. Undefined for a type that is not known. */
export function replacingProperties(type: string): readonly string[] | undefined {
  return modelOf(type)?.replaces;
}

export type UpdateKind = 'in-place' | 'replacement' | 'named-replacement' | 'unknown';

/** Effect of a change of properties. A replacement that keeps an explicit name is a `named-replacement`. */
export function updateKind(type: string, former: Input, wanted: Input): UpdateKind {
  const model = modelOf(type);
  if (model === undefined) return 'unknown';
  const changes = (path: string): boolean => !isDeepStrictEqual(at(former, path), at(wanted, path));
  if (!model.replaces.some(changes)) return 'in-place';
  const { name } = model;
  return name !== undefined && wanted[name] !== undefined && !changes(name)
    ? 'named-replacement'
    : 'replacement';
}

/** Explicit name of the physical resource. */
export function explicitName(type: string, properties: Input): string {
  return String(properties[modelOf(type)?.name ?? '']);
}

function modelOf(type: string): UpdateModel | undefined {
  const known = type.startsWith('Custom::') ? 'AWS::CloudFormation::CustomResource' : type;
  return Object.hasOwn(models, known) ? models[known] : undefined;
}

function at(properties: Input, path: string): unknown {
  let value: unknown = properties;
  for (const part of path.split('/')) value = isInput(value) ? value[part] : undefined;
  return value;
}
