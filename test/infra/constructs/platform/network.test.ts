import { Match, Template } from 'aws-cdk-lib/assertions';
import { addSecretsEndpoint, Network } from '../../../../infra/constructs/platform/network';
import { emptyStack } from '../../../helpers/infra/stacks';

describe('a new network', () => {
  const stack = emptyStack();
  const network = new Network(stack, 'Network', { kind: 'new', cidr: '10.1.0.0/22' });
  addSecretsEndpoint(network);
  const template = Template.fromStack(stack);

  test('has private subnets in two zones and no access from the internet', () => {
    template.resourceCountIs('AWS::EC2::Subnet', 2);
    template.allResourcesProperties('AWS::EC2::Subnet', { MapPublicIpOnLaunch: false });
    template.resourceCountIs('AWS::EC2::InternetGateway', 0);
    template.resourceCountIs('AWS::EC2::NatGateway', 0);
  });

  test('reaches S3 and Secrets Manager without the internet', () => {
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', {
      VpcEndpointType: 'Gateway',
      ServiceName: { 'Fn::Join': ['', ['com.amazonaws.', Match.anyValue(), '.s3']] },
    });
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', {
      VpcEndpointType: 'Interface',
      PrivateDnsEnabled: true,
      ServiceName: Match.stringLikeRegexp('secretsmanager'),
    });
  });

  test('admits no connection to the replication instance', () => {
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: Match.stringLikeRegexp('replication instance'),
      SecurityGroupIngress: Match.absent(),
    });
  });

  test('has no custom resource', () => {
    expect(JSON.stringify(template.toJSON())).not.toMatch(/Custom::|AWS::CloudFormation::CustomResource/);
  });
});

describe('an existing network', () => {
  const existing = {
    kind: 'existing',
    vpcId: 'vpc-0123456789abcdef0',
    cidr: '10.0.0.0/16',
    privateSubnetIds: ['subnet-a', 'subnet-b'],
    availabilityZones: ['eu-west-1a', 'eu-west-1b'],
  } as const;

  test('is used by its ids, with a security group as the only new resource', () => {
    const stack = emptyStack();
    const network = new Network(stack, 'Network', existing);
    const template = Template.fromStack(stack);
    expect(network.privateSubnets.map((subnet) => subnet.subnetId)).toEqual(['subnet-a', 'subnet-b']);
    template.hasResourceProperties('AWS::EC2::SecurityGroup', { VpcId: 'vpc-0123456789abcdef0' });
    expect(Object.keys(template.toJSON()['Resources'])).toHaveLength(1);
  });

  test.each([
    ['one subnet', { privateSubnetIds: ['subnet-a'], availabilityZones: ['eu-west-1a'] }, /1 private subnet/],
    ['two subnets in one zone', { availabilityZones: ['eu-west-1a', 'eu-west-1a'] }, /in 1 zone/],
  ])('is rejected with %s', (_, over, message) => {
    expect(() => new Network(emptyStack(), 'Network', { ...existing, ...over })).toThrow(message);
  });
});
