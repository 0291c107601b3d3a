import {
  type DatabaseMigrationServiceClient,
  DescribeConnectionsCommand,
  TestConnectionCommand,
} from '@aws-sdk/client-database-migration-service';
import { cutText, longestText } from '../../core/cut-text';
import { RunError } from '../../core/runs/record/run-error';
import type { Connection } from '../../core/runs/task/connection';
import { errorName, toRunError } from '../errors';
import { inParts, perRequest } from './in-parts';

/** Describes the connections of these endpoints with the instance. An endpoint that was never tested has none. */
export function describeConnections(
  client: DatabaseMigrationServiceClient,
  replicationInstanceArn: string,
  endpointArns: readonly string[],
): Promise<readonly Connection[]> {
  return inParts(endpointArns, async (some) => {
    const found: Connection[] = [];
    let marker: string | undefined;
    do {
      const page = await client.send(
        new DescribeConnectionsCommand({
          Filters: [
            { Name: 'replication-instance-arn', Values: [replicationInstanceArn] },
            { Name: 'endpoint-arn', Values: [...some] },
          ],
          MaxRecords: perRequest,
          Marker: marker,
        }),
      );
      for (const { EndpointArn, EndpointIdentifier, Status, LastFailureMessage } of page.Connections ?? [])
        found.push({
          endpointArn: EndpointArn ?? '',
          name: EndpointIdentifier ?? EndpointArn ?? 'the endpoint',
          status: Status ?? 'unknown',
          ...(LastFailureMessage === undefined ? {} : { failure: cutText(LastFailureMessage, longestText) }),
        });
      marker = page.Marker;
    } while (marker !== undefined && marker !== '');
    return found;
  });
}

/**
 * Starts a test, unless one is running.
 * @throws RunError `TaskBusy` when DMS cannot test now
 */
export async function testConnection(
  client: DatabaseMigrationServiceClient,
  replicationInstanceArn: string,
  endpointArn: string,
): Promise<void> {
  try {
    await client.send(
      new TestConnectionCommand({ ReplicationInstanceArn: replicationInstanceArn, EndpointArn: endpointArn }),
    );
  } catch (error) {
    const action = `testing the connection of ${endpointArn}`;
    if (errorName(error) !== 'InvalidResourceStateFault') throw toRunError(error, action, 'DmsRefused');
    // A test that is already running is enough. An instance that is being modified is not.
    const [existing] = await describeConnections(client, replicationInstanceArn, [endpointArn]);
    if (existing?.status === 'testing') return;
    throw new RunError('TaskBusy', `${action}: ${String(error)}`, { cause: error });
  }
}
