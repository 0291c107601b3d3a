import { z } from 'zod';
import type { Operation } from '../../service';
import { makeArn } from './arn';
import type { DmsParts } from './dms-parts';
import { alreadyExists, invalidState, notFound } from './faults';
import { operation, Tags } from './operation';
import { page, pagingFields } from './paging';
import type { SubnetGroup } from './resources';

/** Subnet groups. There is no network here, so any subnet is accepted. */
export function subnetGroupOperations({ context, resources }: DmsParts): Readonly<Record<string, Operation>> {
  const all = (): SubnetGroup[] => [...resources.subnetGroups.values()];
  return {
    CreateReplicationSubnetGroup: operation(
      z.strictObject({
        ReplicationSubnetGroupIdentifier: z.string().min(1).max(255),
        ReplicationSubnetGroupDescription: z.string(),
        SubnetIds: z.array(z.string()).min(1),
        Tags,
      }),
      (input) => {
        const identifier = input.ReplicationSubnetGroupIdentifier.toLowerCase();
        if (resources.subnetGroups.has(identifier))
          throw alreadyExists(`Replication subnet group ${identifier} already exists`);
        const group: SubnetGroup = {
          arn: makeArn(context, 'subgrp', identifier),
          identifier,
          shown: {
            ReplicationSubnetGroupDescription: input.ReplicationSubnetGroupDescription,
            SubnetGroupStatus: 'Complete',
            Subnets: input.SubnetIds.map((id) => ({ SubnetIdentifier: id, SubnetStatus: 'Active' })),
          },
        };
        resources.subnetGroups.set(identifier, group);
        resources.tag(group.arn, input.Tags);
        return { ReplicationSubnetGroup: view(group) };
      },
    ),
    DescribeReplicationSubnetGroups: operation(z.strictObject(pagingFields), (input) => {
      const fields = { 'replication-subnet-group-id': ({ identifier }: SubnetGroup) => identifier };
      const { items, ...marker } = page(all(), input, fields, {
        max: 100,
        absentIs: 'replication subnet groups',
      });
      return { ReplicationSubnetGroups: items.map(view), ...marker };
    }),
    DeleteReplicationSubnetGroup: operation(
      z.strictObject({ ReplicationSubnetGroupIdentifier: z.string() }),
      ({ ReplicationSubnetGroupIdentifier: name }) => {
        const group = resources.subnetGroups.get(name.toLowerCase());
        if (group === undefined) throw notFound(`Replication subnet group ${name} not found`);
        const uses = JSON.stringify({ ReplicationSubnetGroupIdentifier: group.identifier });
        if (
          [...resources.instances.values()].some(
            ({ shown }) => JSON.stringify(shown['ReplicationSubnetGroup']) === uses,
          )
        )
          throw invalidState(`Replication subnet group ${name} is used by a replication instance`);
        resources.subnetGroups.delete(group.identifier);
        resources.tags.delete(group.arn);
        return {};
      },
    ),
  };
}

const view = ({ identifier, shown }: SubnetGroup) => ({
  ReplicationSubnetGroupIdentifier: identifier,
  ...shown,
});
