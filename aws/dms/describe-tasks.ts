import {
  type DatabaseMigrationServiceClient,
  DescribeReplicationTasksCommand,
  type ReplicationTask,
} from '@aws-sdk/client-database-migration-service';
import { errorName, toRunError } from '../errors';

/** Maximum page of DescribeReplicationTasks. */
export const tasksPerPage = 100;

/** Describes tasks. DMS raises ResourceNotFoundFault when a filter matches nothing, which is an empty list here. */
export async function describeTasks(
  client: DatabaseMigrationServiceClient,
  filter: 'replication-task-arn' | 'replication-task-id',
  values: readonly string[],
): Promise<readonly ReplicationTask[]> {
  const tasks: ReplicationTask[] = [];
  try {
    let marker: string | undefined;
    do {
      const page = await client.send(
        new DescribeReplicationTasksCommand({
          Filters: [{ Name: filter, Values: [...values] }],
          MaxRecords: tasksPerPage,
          WithoutSettings: true,
          Marker: marker,
        }),
      );
      tasks.push(...(page.ReplicationTasks ?? []));
      marker = page.Marker;
    } while (marker !== undefined && marker !== '');
  } catch (error) {
    if (errorName(error) !== 'ResourceNotFoundFault')
      throw toRunError(error, 'describing the replication tasks', 'DmsRefused');
  }
  return tasks;
}
