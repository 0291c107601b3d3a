import {
  type DatabaseMigrationServiceClient,
  DescribeReplicationTasksCommand,
  type ReplicationTask,
} from '@aws-sdk/client-database-migration-service';
import { errorName, toRunError } from '../errors';

/** Maximum page of DescribeReplicationTasks. */
export const tasksPerPage = 100;

/** Clients to which DMS has answered about some of several values. It then raises the fault only when none of them exists. */
const answeredInPart = new WeakSet<DatabaseMigrationServiceClient>();

/**
 * Describes the existing tasks among these. DMS raises ResourceNotFoundFault when a filter matches nothing. No page of AWS says
 * whether one missing value of several raises it too, so until an answer has shown that it does not, the fault about several values
 * is resolved by querying halves of them.
 */
export async function describeTasks(
  client: DatabaseMigrationServiceClient,
  filter: 'replication-task-arn' | 'replication-task-id' | 'endpoint-arn' | 'replication-instance-arn',
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
    if (values.length < 2 || answeredInPart.has(client)) return [];
    const middle = Math.ceil(values.length / 2);
    return [
      ...(await describeTasks(client, filter, values.slice(0, middle))),
      ...(await describeTasks(client, filter, values.slice(middle))),
    ];
  }
  // A task has one ARN and one identifier, but may use two of the endpoints.
  const isOfTasks = filter === 'replication-task-arn' || filter === 'replication-task-id';
  if (isOfTasks && tasks.length > 0 && tasks.length < values.length) answeredInPart.add(client);
  return tasks;
}
