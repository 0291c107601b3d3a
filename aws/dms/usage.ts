import {
  DatabaseMigrationServiceClient,
  DescribeEndpointsCommand,
  DescribeReplicationInstancesCommand,
} from '@aws-sdk/client-database-migration-service';
import type { Task } from '../../core/runs/task/task';
import { requestLimits } from '../request-limits';
import { countCalls } from './count-calls';
import { describeTasks } from './describe-tasks';
import { inParts, partsOf, perRequest } from './in-parts';
import { taskOf } from './shapes';

export interface UsedInstance {
  readonly arn: string;
  readonly identifier: string;
  readonly engineVersion: string;
}

/** Endpoints and instances by their identifiers, and the tasks that use them. */
export interface DmsUsage {
  /** ARNs of those that exist. */
  endpointArns(identifiers: readonly string[]): Promise<readonly string[]>;
  instances(identifiers: readonly string[]): Promise<readonly UsedInstance[]>;
  /** All tasks that use one of the ARNs, also tasks that are not Lakeferry's. */
  tasksUsing(arns: readonly string[]): Promise<readonly Task[]>;
}

export function createDmsUsage(
  client = countCalls(new DatabaseMigrationServiceClient(requestLimits)),
): DmsUsage {
  return {
    endpointArns: (identifiers) =>
      inParts(identifiers, async (some) => {
        const { Endpoints = [] } = await client.send(
          new DescribeEndpointsCommand({
            Filters: [{ Name: 'endpoint-id', Values: [...some] }],
            MaxRecords: perRequest,
          }),
        );
        return Endpoints.flatMap(({ EndpointArn }) => EndpointArn ?? []);
      }),
    instances: (identifiers) =>
      inParts(identifiers, async (some) => {
        const { ReplicationInstances = [] } = await client.send(
          new DescribeReplicationInstancesCommand({
            Filters: [{ Name: 'replication-instance-id', Values: [...some] }],
            MaxRecords: perRequest,
          }),
        );
        return ReplicationInstances.flatMap(
          ({ ReplicationInstanceArn: arn, ReplicationInstanceIdentifier: identifier, EngineVersion }) =>
            arn === undefined
              ? []
              : [{ arn, identifier: identifier ?? '', engineVersion: EngineVersion ?? '' }],
        );
      }),
    async tasksUsing(arns) {
      const found = new Map<string, Task>();
      for (const [filter, isMeant] of filters)
        for (const some of partsOf(arns.filter(isMeant)))
          for (const task of await describeTasks(client, filter, some)) {
            const known = taskOf(task);
            found.set(known.arn, known);
          }
      return [...found.values()];
    },
  };
}

const isInstance = (arn: string): boolean => arn.includes(':rep:');
const filters = [
  ['endpoint-arn', (arn: string) => !isInstance(arn)],
  ['replication-instance-arn', isInstance],
] as const;
