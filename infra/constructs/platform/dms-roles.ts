import { RemovalPolicy } from 'aws-cdk-lib';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

/**
 * The two roles that DMS looks up by name in an account: without `dms-vpc-role` no subnet group can be made, without
 * `dms-cloudwatch-logs-role` tasks write no log. Their names are DMS's, one set an account
 * (https://docs.aws.amazon.com/dms/latest/userguide/security-iam.html). Retained, for other DMS users of the account (I3).
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
