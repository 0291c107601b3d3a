import { defaultRequestsPerSecond } from '../model/dms-requests';
import type { Environment } from '../config/schema/environment-schema';
import { planExisting } from './existing/plan-existing';
import type { ReplicationInstancePlan } from './existing/instance-plan';
import type { EnvironmentPlan, NetworkPlan } from './plan';

export function planEnvironment(environment: Environment): EnvironmentPlan {
  return {
    name: environment.environment,
    ...(environment['name-prefix'] === undefined ? {} : { namePrefix: environment['name-prefix'] }),
    ...(environment.account === undefined ? {} : { account: environment.account }),
    region: environment.region,
    network: planNetwork(environment.network),
    replicationInstance: planInstance(environment['replication-instance']),
    createDmsRoles: environment['create-dms-roles'] ?? !('arn' in environment['replication-instance']),
    onDelete: environment['on-delete'] ?? 'retain',
    historyRetentionDays: environment['history-retention-days'] ?? 400,
    stagingRetentionDays: environment['staging-retention-days'] ?? 30,
    lakeOldVersionsDays: environment['lake-old-versions-days'] ?? 30,
    dmsRequestsPerSecond: environment.dms?.['requests-per-second'] ?? defaultRequestsPerSecond,
    ...(environment['console-url'] === undefined
      ? {}
      : { consoleUrl: new URL(environment['console-url']).href }),
    tags: environment.tags ?? {},
    ...planExisting(environment.existing),
    ...(environment['permissions-boundary'] === undefined
      ? {}
      : { permissionsBoundary: environment['permissions-boundary'] }),
    ...(environment['oracle-instant-client'] === undefined
      ? {}
      : { oracleInstantClient: environment['oracle-instant-client'] }),
  };
}

function planInstance(instance: Environment['replication-instance']): ReplicationInstancePlan {
  if ('arn' in instance) return { arn: instance.arn, identifier: instance.identifier };
  return {
    class: instance.class,
    storageGiB: instance['storage-gib'],
    multiAz: instance['multi-az'],
    engineVersion: instance['engine-version'],
  };
}

function planNetwork(network: Environment['network']): NetworkPlan {
  if (!('vpc-id' in network)) return { kind: 'new', cidr: network.cidr };
  return {
    kind: 'existing',
    vpcId: network['vpc-id'],
    cidr: network.cidr,
    privateSubnetIds: network['private-subnets'].map((subnet) => subnet.id),
    availabilityZones: network['private-subnets'].map((subnet) => subnet.zone),
    ...(network['security-group'] === undefined ? {} : { securityGroupId: network['security-group'] }),
  };
}
