import {
  type DatabaseMigrationServiceClient,
  DescribeConnectionsCommand,
  TestConnectionCommand,
} from '@aws-sdk/client-database-migration-service';
import { cutText, longestText } from '../../core/cut-text';
import { RunError } from '../../core/runs/record/run-error';
import type { Connection } from '../../core/runs/task/connection';
import { errorName, toRunError } from '../errors';

/** Maximum page of DescribeConnections, and endpoints per request. */
const perRequest = 100;

/**
 * Describes the connections of these endpoints with the instance: one request per 100 endpoints. DMS raises ResourceNotFoundFault
 * when a filter matches nothing. As no page of AWS says whether one value of several without a match raises it too, the fault about
 * several is resolved by querying halves of them.
 */
export async function describeConnections(
  client: DatabaseMigrationServiceClient,
  replicationInstanceArn: string,
  endpointArns: readonly string[],
): Promise<readonly Connection[]> {
  const found: Connection[] = [];
  for (let from = 0; from < endpointArns.length; from += perRequest)
    found.push(
      ...(await describe(client, replicationInstanceArn, endpointArns.slice(from, from + perRequest))),
    );
  return found;
}

async function describe(
  client: DatabaseMigrationServiceClient,
  replicationInstanceArn: string,
  endpointArns: readonly string[],
): Promise<readonly Connection[]> {
  const found: Connection[] = [];
  try {
    let marker: string | undefined;
    do {
      const page = await client.send(
        new DescribeConnectionsCommand({
          Filters: [
            { Name: 'replication-instance-arn', Values: [replicationInstanceArn] },
            { Name: 'endpoint-arn', Values: [...endpointArns] },
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
  } catch (error) {
    if (errorName(error) !== 'ResourceNotFoundFault')
      throw toRunError(error, `describing the connections of ${endpointArns.join(', ')}`, 'DmsRefused');
    if (endpointArns.length < 2) return [];
    const middle = Math.ceil(endpointArns.length / 2);
    return [
      ...(await describe(client, replicationInstanceArn, endpointArns.slice(0, middle))),
      ...(await describe(client, replicationInstanceArn, endpointArns.slice(middle))),
    ];
  }
  return found;
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
    const [existing] = await describe(client, replicationInstanceArn, [endpointArn]);
    if (existing?.status === 'testing') return;
    throw new RunError('TaskBusy', `${action}: ${String(error)}`, { cause: error });
  }
}
