import { RemovalPolicy } from 'aws-cdk-lib';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

/**
 * Roles that DMS finds by name in an account: `dms-vpc-role` to create subnet groups,
 * `dms-cloudwatch-logs-role` to write task logs
 * (https://docs.aws.amazon.com/dms/latest/userguide/security-iam.html). Retained when the stack is
 * deleted, because the whole account uses them: see docs/pitfalls.md#account-wide-dms-roles.
 */
export class DmsRoles extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.#role('VpcRole', 'dms-vpc-role', 'AmazonDMSVPCManagementRole');
    this.#role('LogsRole', 'dms-cloudwatch-logs-role', 'AmazonDMSCloudWatchLogsRole');
  }

  #role(id: string, roleName: string, managedPolicy: string): void {
    const role = new Role(this, id, {
      roleName,
      assumedBy: new ServicePrincipal('dms.amazonaws.com'),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName(`service-role/${managedPolicy}`)],
    });
    role.applyRemovalPolicy(RemovalPolicy.RETAIN);
  }
}
