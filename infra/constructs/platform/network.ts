import {
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  type ISubnet,
  type IVpc,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { NetworkPlan } from '../../../core/planning/plan';

/**
 * Private subnets in two zones for the replication instance, with the routes that DMS 3.4.7 and newer need to reach S3 and
 * Secrets Manager (I4, I5). An existing VPC is named by its ids, so that synthesis looks nothing up; its routes are its owner's.
 */
export class Network extends Construct {
  readonly vpc: IVpc;
  readonly privateSubnets: readonly ISubnet[];
  readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, plan: NetworkPlan) {
    super(scope, id);
    this.vpc = plan.kind === 'new' ? newVpc(this, plan.cidr) : existingVpc(this, plan);
    this.privateSubnets = plan.kind === 'new' ? this.vpc.isolatedSubnets : this.vpc.privateSubnets;
    this.securityGroup = new SecurityGroup(this, 'ReplicationSecurityGroup', {
      vpc: this.vpc,
      description: 'DMS replication instance: nothing may connect to it',
      // Where the databases are and on which port stands in their secrets, which synthesis never reads.
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
      // CheckSource writes its findings into the history.
      DynamoDb: { service: GatewayVpcEndpointAwsService.DYNAMODB },
    },
    // Emptying the default security group takes a custom resource; nothing of ours is in that group.
    restrictDefaultSecurityGroup: false,
  });
  // CDK's class has `vpnGatewayId: string | undefined` where its interface has `vpnGatewayId?: string`.
  return vpc as IVpc;
}

/** Lets the replication instance read its sources' secrets in a VPC that has no other way out. */
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
      `the network of vpc ${plan.vpcId} has ${plan.privateSubnetIds.length} private subnet(s) in ${zones.size} zone(s): ` +
        'DMS wants two or more subnets in two or more zones; add to private-subnets',
    );
  return Vpc.fromVpcAttributes(scope, 'Vpc', {
    vpcId: plan.vpcId,
    vpcCidrBlock: plan.cidr,
    availabilityZones: [...plan.availabilityZones],
    privateSubnetIds: [...plan.privateSubnetIds],
  });
}
