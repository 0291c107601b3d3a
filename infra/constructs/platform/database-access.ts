import { CfnSecurityGroupIngress, type ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { DatabasePlan } from '../../../core/planning/connection-plan';

/**
 * Rules that admit the replication instance to each database whose security group the environment
 * names.
 */
export class DatabaseAccess extends Construct {
  constructor(
    scope: Construct,
    id: string,
    databases: readonly Pick<DatabasePlan, 'name' | 'securityGroup'>[],
    replication: Pick<ISecurityGroup, 'securityGroupId'>,
  ) {
    super(scope, id);
    // Connections may share a database, and EC2 rejects a duplicate rule.
    const opened = new Set<string>();
    for (const { name, securityGroup } of databases) {
      if (securityGroup === undefined) continue;
      const { id: groupId, port } = securityGroup;
      if (opened.has(`${groupId}:${port}`)) continue;
      opened.add(`${groupId}:${port}`);
      new CfnSecurityGroupIngress(this, `${groupId}-${port}`, {
        groupId,
        ipProtocol: 'tcp',
        fromPort: port,
        toPort: port,
        sourceSecurityGroupId: replication.securityGroupId,
        description: `Lakeferry replication instance to ${name}`,
      });
    }
  }
}
