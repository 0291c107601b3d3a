import { CfnReplicationSubnetGroup } from 'aws-cdk-lib/aws-dms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { ExistingInstancePlan, NewInstancePlan } from '../../../core/planning/existing/instance-plan';
import { taskLogGroupName } from '../../../core/runs/logs/log-groups';
import { platformName } from '../../names';
import { HeldInstance } from '../hold';
import { type LoggedEnvironment, logDefaults } from './log-defaults';
import type { Network } from './network';

export interface ReplicationProps {
  readonly environment: LoggedEnvironment;
  readonly network: Network;
  readonly plan: NewInstancePlan;
}

/**
 * Replication instance and its subnet group. Its disk is encrypted with the account's `aws/dms`
 * key, DMS's default.
 */
export class Replication extends Construct {
  readonly instanceArn: string;
  readonly instance: HeldInstance;
  readonly identifier: string;

  constructor(scope: Construct, id: string, { environment, network, plan }: ReplicationProps) {
    super(scope, id);
    const name = platformName(environment);
    this.identifier = name;
    const subnetGroup = new CfnReplicationSubnetGroup(this, 'SubnetGroup', {
      replicationSubnetGroupIdentifier: name,
      replicationSubnetGroupDescription: `Private subnets of Lakeferry (${environment.name})`,
      subnetIds: network.privateSubnets.map((subnet) => subnet.subnetId),
    });
    // DMS writes the logs of tasks into this group, and creates it without a retention if it is not
    // there (https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Monitoring.html).
    const logs = new LogGroup(this, 'TaskLogs', {
      logGroupName: taskLogGroupName(name),
      ...logDefaults(environment),
    });
    // `ref` makes CloudFormation create the subnet group first: see
    // docs/pitfalls.md#replication-subnet-group.
    this.instance = new HeldInstance(this, 'Instance', {
      replicationInstanceIdentifier: name,
      replicationInstanceClass: plan.class,
      engineVersion: plan.engineVersion,
      // DMS rejects an upgrade to another minor version without it.
      allowMajorVersionUpgrade: true,
      allocatedStorage: plan.storageGiB,
      multiAz: plan.multiAz,
      publiclyAccessible: false,
      // With true, DMS creates the instance with its default version instead of an older one, and
      // upgrades it by itself: the next change of the stack would then be a downgrade, which DMS
      // rejects (https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReplicationInstance.Modifying.html).
      autoMinorVersionUpgrade: false,
      replicationSubnetGroupIdentifier: subnetGroup.ref,
      vpcSecurityGroupIds: [network.securityGroup.securityGroupId],
    });
    this.instance.node.addDependency(logs);
    this.instanceArn = this.instance.ref;
  }
}

/** Replication instance that others own: nothing of it is in the stack. */
export class ExistingReplication {
  readonly instanceArn: string;
  readonly identifier: string;

  constructor({ arn, identifier }: ExistingInstancePlan) {
    this.instanceArn = arn;
    this.identifier = identifier;
  }
}
