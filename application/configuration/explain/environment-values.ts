import { quotaDefaults } from '../../../core/config/checks/quotas';
import type { NewInstancePlan, ReplicationInstancePlan } from '../../../core/planning/existing/instance-plan';
import type { ExistingPlan, NetworkPlan } from '../../../core/planning/plan';
import { type PlannedJob, type Reasons, tagsText, textOf, type ValueOf, type Values } from './setting';

const byLakeferry = 'created by Lakeferry';

const ofExisting =
  (value: (existing: ExistingPlan) => string | undefined): ValueOf =>
  ({ environment }) =>
    value(environment.existing ?? {}) ?? byLakeferry;

const keyOf =
  (bucket: 'stagingBucket' | 'lakeBucket'): ValueOf =>
  ({ environment: { existing } }) =>
    existing?.[bucket] && (existing[bucket].kmsKeyArn ?? 'none');

const ofVpc =
  (value: (network: Extract<NetworkPlan, { kind: 'existing' }>) => string): ValueOf =>
  ({ environment: { network } }) =>
    network.kind === 'existing' ? value(network) : undefined;

const quota =
  (name: keyof typeof quotaDefaults): ValueOf =>
  (_, written) =>
    String(written ?? quotaDefaults[name]);

/** Settings of the environment, which all its jobs have. */
export const environmentValues: Values = {
  'name-prefix': ({ environment }) => environment.namePrefix ?? 'none',
  account: ({ environment }) => environment.account ?? 'that of the credentials',
  region: ({ environment }) => environment.region,
  'network.cidr': ({ environment }) => environment.network.cidr,
  'network.vpc-id': ofVpc(({ vpcId }) => vpcId),
  'network.private-subnets': ofVpc(({ privateSubnetIds, availabilityZones }) =>
    privateSubnetIds.map((id, index) => `${id} in ${availabilityZones[index]}`).join(', '),
  ),
  'network.security-group': ofVpc(({ securityGroupId }) => securityGroupId ?? byLakeferry),
  'create-dms-roles': ({ environment }) => String(environment.createDmsRoles),
  'on-delete': ({ environment }) => environment.onDelete,
  'history-retention-days': ({ environment }) => String(environment.historyRetentionDays),
  'staging-retention-days': ({ environment }) => String(environment.stagingRetentionDays),
  'lake-old-versions-days': ({ environment }) => String(environment.lakeOldVersionsDays),
  'permissions-boundary': ({ environment }) => environment.permissionsBoundary ?? 'none',
  'oracle-instant-client': ({ environment }) => environment.oracleInstantClient ?? 'none',
  'hand-off-targets': (_, written) => names(written),
  'existing.staging-bucket.name': ofExisting(({ stagingBucket }) => stagingBucket?.name),
  'existing.staging-bucket.kms-key': keyOf('stagingBucket'),
  'existing.lake-bucket.name': ofExisting(({ lakeBucket }) => lakeBucket?.name),
  'existing.lake-bucket.kms-key': keyOf('lakeBucket'),
  'existing.alerts-topic': ofExisting(({ alertsTopicArn }) => alertsTopicArn),
  'existing.staging-role': ofExisting(({ stagingRoleArn }) => stagingRoleArn),
  'existing.secrets-role': ofExisting(({ secretsRoleArn }) => secretsRoleArn),
  'quotas.tasks': quota('tasks'),
  'quotas.tasks-per-instance': quota('tasks-per-instance'),
  'quotas.endpoints': quota('endpoints'),
  'quotas.endpoints-per-instance': quota('endpoints-per-instance'),
  'dms.requests-per-second': ({ environment }) => String(environment.dmsRequestsPerSecond),
  'console-url': ({ environment }) => environment.consoleUrl ?? 'none',
  tags: ({ environment }) => tagsText(environment.tags),
};

export const environmentReasons: Reasons = {
  environment: 'the plan begins with it',
  connections: 'shown with the source and the target',
  'notify.policy': 'shown with the job',
  'notify.channels': 'shown with the job',
};

const ofNew =
  (value: (instance: NewInstancePlan) => string): ValueOf =>
  (planned) => {
    const instance = instanceOf(planned);
    return 'arn' in instance ? undefined : value(instance);
  };

const ofNamed =
  (key: 'arn' | 'identifier'): ValueOf =>
  (planned) => {
    const instance = instanceOf(planned);
    return 'arn' in instance ? instance[key] : undefined;
  };

/** Settings of the instance that the job runs on. */
export const instanceValues: Values = {
  'replication-instance.arn': ofNamed('arn'),
  'replication-instance.identifier': ofNamed('identifier'),
  'replication-instance.class': ofNew((instance) => instance.class),
  'replication-instance.storage-gib': ofNew(({ storageGiB }) => String(storageGiB)),
  'replication-instance.multi-az': ofNew(({ multiAz }) => String(multiAz)),
  'replication-instance.engine-version': ofNew(({ engineVersion }) => engineVersion),
  'replication-instance.max-concurrent-runs': ({ job }) =>
    String(job.concurrency?.replicationInstance ?? 'no limit'),
};

function instanceOf({ job, environment }: PlannedJob): ReplicationInstancePlan {
  return job.replicationInstance ?? environment.replicationInstance;
}

function names(written: unknown): string {
  return typeof written === 'object' && written !== null ? textOf(Object.keys(written)) : 'none';
}
