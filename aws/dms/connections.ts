import {
  type Connection,
  type DatabaseMigrationServiceClient,
  DescribeConnectionsCommand,
  TestConnectionCommand,
} from '@aws-sdk/client-database-migration-service';
import { dmsConnectionAdvice } from '../../core/checks/connection/dms-connection-advice';
import { cutText, longestText } from '../../core/cut-text';
import { RunError } from '../../core/runs/record/run-error';
import { errorName, toRunError } from '../errors';

/**
 * Returns when DMS has a successful test of each endpoint with the instance, which it requires before a start.
 * DMS keeps a failed test, so `retestFailed` tests again. See docs/pitfalls.md#connection-tests-before-a-start.
 * @throws RunError `ConnectionTestInProgress` while a test runs, which is never started twice; `ConnectionTestFailed` with DMS's
 * message
 */
export async function ensureConnectionsTested(
  client: DatabaseMigrationServiceClient,
  replicationInstanceArn: string,
  endpointArns: readonly string[],
  retestFailed: boolean,
): Promise<void> {
  const states = await Promise.all(
    endpointArns.map(async (endpointArn) => {
      const connection = await describe(client, replicationInstanceArn, endpointArn);
      if (connection?.Status === 'successful') return 'tested';
      if (connection?.Status === 'testing') return 'testing';
      if (connection?.Status === 'failed' && !retestFailed) throw failed(connection);
      await testConnection(client, replicationInstanceArn, endpointArn);
      return 'testing';
    }),
  );
  if (states.includes('testing'))
    throw new RunError('ConnectionTestInProgress', 'a connection test is running; retry in a moment');
}

async function describe(
  client: DatabaseMigrationServiceClient,
  replicationInstanceArn: string,
  endpointArn: string,
): Promise<Connection | undefined> {
  try {
    const found = await client.send(
      new DescribeConnectionsCommand({
        Filters: [
          { Name: 'endpoint-arn', Values: [endpointArn] },
          { Name: 'replication-instance-arn', Values: [replicationInstanceArn] },
        ],
      }),
    );
    return found.Connections?.[0];
  } catch (error) {
    // DMS raises an error when a filter matches nothing.
    if (errorName(error) === 'ResourceNotFoundFault') return undefined;
    throw toRunError(error, `describing the connection of ${endpointArn}`, 'DmsRefused');
  }
}

/** Starts a test, unless one is running. */
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
    const existing = await describe(client, replicationInstanceArn, endpointArn);
    if (existing?.Status === 'testing') return;
    throw new RunError('TaskBusy', `${action}: ${String(error)}`, { cause: error });
  }
}

function failed(connection: Connection): RunError {
  const name = connection.EndpointIdentifier ?? connection.EndpointArn ?? 'the endpoint';
  const message = cutText(connection.LastFailureMessage ?? 'DMS gave no message', longestText);
  return new RunError(
    'ConnectionTestFailed',
    `the replication instance cannot reach ${name}: ${message}; ${dmsConnectionAdvice(message)}`,
  );
}
