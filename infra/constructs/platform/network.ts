import {
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  type ISecurityGroup,
  type ISubnet,
  type IVpc,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { NetworkPlan } from '../../../core/planning/plan';

/**
 * Private subnets in two availability zones for the replication instance. A new VPC has the
 * endpoints that DMS 3.4.7 and later needs: see docs/pitfalls.md#private-network-routes. An
 * existing VPC is given by its ids, so that synthesis needs no lookup; its owner provides the
 * routes.
 */
export class Network extends Construct {
  readonly vpc: IVpc;
  readonly privateSubnets: readonly ISubnet[];
  readonly securityGroup: ISecurityGroup;

  constructor(scope: Construct, id: string, plan: NetworkPlan) {
    super(scope, id);
    this.vpc = plan.kind === 'new' ? newVpc(this, plan.cidr) : existingVpc(this, plan);
    this.privateSubnets = plan.kind === 'new' ? this.vpc.isolatedSubnets : this.vpc.privateSubnets;
    if (plan.kind === 'existing' && plan.securityGroupId !== undefined) {
      this.securityGroup = SecurityGroup.fromSecurityGroupId(
        this,
        'ReplicationSecurityGroup',
        plan.securityGroupId,
        // Its rules are its owner's.
        { mutable: false },
      );
      return;
    }
    this.securityGroup = new SecurityGroup(this, 'ReplicationSecurityGroup', {
      vpc: this.vpc,
      // Another description would replace the group, which the rules of databases refer to.
      description: 'DMS replication instance: nothing may connect to it',
      // Host and port of the databases are in their secrets, which synthesis never reads.
      allowAllOutbound: true,
    });
  }
}

function newVpc(scope: Construct, cidr: string): IVpc {
  const vpc = new Vpc(scope, 'Vpc', {
    ipAddresses: IpAddresses.cidr(cidr),
    maxAzs: 2,
    natGateways: 0,
    subnetConfiguration: [{ name: 'Private', subnetType: SubnetType.PRIVATE_ISOLATED }],
    gatewayEndpoints: {
      S3: { service: GatewayVpcEndpointAwsService.S3 },
      // check-source writes its findings to the history.
      DynamoDb: { service: GatewayVpcEndpointAwsService.DYNAMODB },
    },
    // Restricting the default security group needs a custom resource; no resource uses that group.
    restrictDefaultSecurityGroup: false,
  });
  // CDK's class has `vpnGatewayId: string | undefined` where its interface has `vpnGatewayId?:
  // string`.
  return vpc as IVpc;
}

/**
 * Endpoint by which the replication instance reads its sources' secrets in a VPC without other
 * routes.
 */
export function addSecretsEndpoint(network: Network): void {
  network.vpc.addInterfaceEndpoint('SecretsManager', {
    service: InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
    subnets: { subnets: [...network.privateSubnets] },
  });
}

function existingVpc(scope: Construct, plan: Extract<NetworkPlan, { kind: 'existing' }>): IVpc {
  const zones = new Set(plan.availabilityZones);
  if (plan.privateSubnetIds.length < 2 || zones.size < 2)
    throw new Error(
      `vpc ${plan.vpcId} has ${plan.privateSubnetIds.length} private subnet(s) in ${zones.size} zone(s): ` +
        'DMS needs at least two subnets in two availability zones; add them to private-subnets',
    );
  return Vpc.fromVpcAttributes(scope, 'Vpc', {
    vpcId: plan.vpcId,
    vpcCidrBlock: plan.cidr,
    availabilityZones: [...plan.availabilityZones],
    privateSubnetIds: [...plan.privateSubnetIds],
  });
}
