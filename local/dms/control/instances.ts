import { z } from 'zod';
import type { Operation } from '../../service';
import { checkArn, makeArn } from './arn';
import type { DmsParts } from './dms-parts';
import { createdVersion } from './engine-versions';
import { alreadyExists, invalidState } from './faults';
import { modifyInstance } from './modify-instance';
import { epochSeconds, Identifier, operation, optional, ResourceIdentifier, Tags } from './operation';
import { page, pagingFields } from './paging';
import type { Instance } from './resources';

const text = optional(z.string());
const flag = optional(z.boolean());

/** Replication instances. They have no capacity of their own: the local cloud runs everything. */
export function instanceOperations(parts: DmsParts): Readonly<Record<string, Operation>> {
  const { context, resources, timings } = parts;
  return {
    CreateReplicationInstance: operation(
      z.strictObject({
        ReplicationInstanceIdentifier: Identifier.max(63),
        ReplicationInstanceClass: z
          .string()
          .regex(/^dms\.[a-z0-9]+\.[a-z0-9]+$/, 'must be an instance class, such as dms.t3.medium'),
        AllocatedStorage: optional(z.number().int().min(5).max(6144)),
        ReplicationSubnetGroupIdentifier: text,
        VpcSecurityGroupIds: optional(z.array(z.string())),
        AvailabilityZone: text,
        PreferredMaintenanceWindow: text,
        MultiAZ: flag,
        EngineVersion: text,
        AutoMinorVersionUpgrade: flag,
        KmsKeyId: text,
        PubliclyAccessible: flag,
        NetworkType: text,
        ResourceIdentifier,
        Tags,
      }),
      (input) => {
        const identifier = input.ReplicationInstanceIdentifier.toLowerCase();
        if ([...resources.instances.values()].some((instance) => instance.identifier === identifier))
          throw alreadyExists(`Replication instance ${identifier} already exists`);
        const group = input.ReplicationSubnetGroupIdentifier;
        const instance: Instance = {
          arn: makeArn(context, 'rep', input.ResourceIdentifier),
          identifier,
          status: 'creating',
          createdAt: context.clock.now(),
          shown: {
            ReplicationInstanceClass: input.ReplicationInstanceClass,
            AllocatedStorage: input.AllocatedStorage ?? 50,
            MultiAZ: input.MultiAZ ?? false,
            EngineVersion: createdVersion(
              input.EngineVersion,
              input.AutoMinorVersionUpgrade ?? true,
              context.clock.now(),
            ),
            AutoMinorVersionUpgrade: input.AutoMinorVersionUpgrade ?? true,
            PubliclyAccessible: input.PubliclyAccessible ?? true,
            ...(input.KmsKeyId === undefined ? {} : { KmsKeyId: input.KmsKeyId }),
            VpcSecurityGroups: (input.VpcSecurityGroupIds ?? []).map((id) => ({
              VpcSecurityGroupId: id,
              Status: 'active',
            })),
            ...(group === undefined
              ? {}
              : { ReplicationSubnetGroup: { ReplicationSubnetGroupIdentifier: group } }),
          },
        };
        resources.instances.set(instance.arn, instance);
        resources.tag(instance.arn, input.Tags);
        parts.after(timings.instance, () => {
          if (instance.status === 'creating') instance.status = 'available';
        });
        return { ReplicationInstance: view(instance) };
      },
    ),
    ModifyReplicationInstance: modifyInstance(parts, view),
    DescribeReplicationInstances: operation(z.strictObject(pagingFields), (input) => {
      const { items, ...marker } = page(
        [...resources.instances.values()],
        input,
        {
          'replication-instance-arn': ({ arn }) => arn,
          'replication-instance-id': ({ identifier }) => identifier,
          'replication-instance-class': ({ shown }) => String(shown['ReplicationInstanceClass']),
          'engine-version': ({ shown }) => String(shown['EngineVersion']),
        },
        { max: 100, absentIs: 'replication instances' },
      );
      return { ReplicationInstances: items.map(view), ...marker };
    }),
    DeleteReplicationInstance: operation(
      z.strictObject({ ReplicationInstanceArn: z.string() }),
      ({ ReplicationInstanceArn }) => {
        const instance = resources.instance(checkArn(ReplicationInstanceArn));
        if ([...resources.tasks.values()].some((task) => task.instanceArn === instance.arn))
          throw invalidState(`Replication instance ${instance.identifier} has one or more replication tasks`);
        if (instance.status !== 'available')
          throw invalidState(
            `Replication instance ${instance.identifier} is ${instance.status} and cannot be deleted`,
          );
        instance.status = 'deleting';
        parts.after(timings.instance, () => {
          resources.instances.delete(instance.arn);
          resources.tags.delete(instance.arn);
          for (const [key, { instanceArn }] of resources.connections)
            if (instanceArn === instance.arn) resources.connections.delete(key);
        });
        return { ReplicationInstance: view(instance) };
      },
    ),
  };
}

const view = ({ arn, identifier, status, createdAt, shown }: Instance) => ({
  ReplicationInstanceIdentifier: identifier,
  ReplicationInstanceArn: arn,
  ReplicationInstanceStatus: status,
  InstanceCreateTime: epochSeconds(createdAt),
  ...shown,
});
