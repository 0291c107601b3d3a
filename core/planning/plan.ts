import type { SourcePlan, TargetPlan } from './connection-plan';
import type { ReplicationInstancePlan } from './existing/instance-plan';
import type { JobPlan } from './job-plan';
import type { LoadPlan } from './load-plan';
import type { ChannelPlan } from './notify-plan';

/**
 * Everything that the configuration means in one environment, as plain JSON. `lakeferry plan` prints it, `infra` synthesizes it,
 * and the functions run from it. It has no times and no ARNs, so the same files always give the same bytes.
 */
export interface Plan {
  readonly version: 1;
  readonly environment: EnvironmentPlan;
  /** Sources and targets that at least one job uses, by name, ascending. */
  readonly sources: readonly SourcePlan[];
  readonly targets: readonly TargetPlan[];
  /** Sources that no job uses, for `lakeferry discover`. They have their endpoint. Absent: none. */
  readonly otherSources?: readonly SourcePlan[];
  /** PostgreSQL targets that neither a job nor a load uses. They have their endpoint. Absent: none. */
  readonly otherTargets?: readonly TargetPlan[];
  /** By name, ascending. */
  readonly departments: readonly DepartmentPlan[];
}

export interface EnvironmentPlan {
  readonly name: string;
  /** Before all names. Absent: none. */
  readonly namePrefix?: string;
  /** 12 digits; absent: the account of the credentials that deploy. */
  readonly account?: string;
  readonly region: string;
  readonly network: NetworkPlan;
  readonly replicationInstance: ReplicationInstancePlan;
  /**
   * True if the platform stack creates the account-wide roles of DMS (dms-vpc-role, dms-cloudwatch-logs-role). They are retained
   * when the stack is deleted. False in an account that has them.
   */
  readonly createDmsRoles: boolean;
  /** Effect on buckets and history when a stack is deleted. */
  readonly onDelete: 'retain' | 'destroy';
  readonly historyRetentionDays: number;
  readonly stagingRetentionDays: number;
  /** Days until overwritten or deleted objects are removed from the lake. */
  readonly lakeOldVersionsDays: number;
  /** DMS requests per second that Lakeferry uses. */
  readonly dmsRequestsPerSecond: number;
  /** Address of the pages to which messages link. Absent: they have no link. */
  readonly consoleUrl?: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Name or ARN of the policy that limits every role. Absent: none. */
  readonly permissionsBoundary?: string;
  /** Resources that others own, besides instance, endpoints and network. Absent: none. */
  readonly existing?: ExistingPlan;
  /** Path of the zip with Oracle's client libraries, as written. */
  readonly oracleInstantClient?: string;
}

/** Resources that others own. */
export interface ExistingPlan {
  readonly stagingBucket?: ExistingBucketPlan;
  readonly lakeBucket?: ExistingBucketPlan;
  readonly alertsTopicArn?: string;
  /** Role by which DMS writes into staging. */
  readonly stagingRoleArn?: string;
  /** Role by which DMS reads secrets. */
  readonly secretsRoleArn?: string;
}

export interface ExistingBucketPlan {
  readonly name: string;
  /** Key that encrypts its objects. Absent: S3's own. */
  readonly kmsKeyArn?: string;
}

export type NetworkPlan =
  | { readonly kind: 'new'; readonly cidr: string }
  | {
      readonly kind: 'existing';
      readonly vpcId: string;
      readonly cidr: string;
      /** At least two, in different zones, in the order of `availabilityZones`. */
      readonly privateSubnetIds: readonly string[];
      readonly availabilityZones: readonly string[];
      /** Absent: Lakeferry creates one. */
      readonly securityGroupId?: string;
    };

export interface DepartmentPlan {
  readonly name: string;
  readonly owner: string;
  readonly description?: string;
  readonly tags: Readonly<Record<string, string>>;
  /** By name, ascending. */
  readonly jobs: readonly JobPlan[];
  /** Channels that its jobs and loads name, by name, ascending. Absent: none. */
  readonly channels?: readonly ChannelPlan[];
  /** By name, ascending; absent if there are none. */
  readonly loads?: readonly LoadPlan[];
}
