import {
  type DatabaseMigrationServiceClient,
  DescribeEndpointsCommand,
  DescribeReplicationInstancesCommand,
  type Endpoint,
} from '@aws-sdk/client-database-migration-service';
import type { DescribedEndpoint, DescribedInstance } from '../../core/checks/existing/described';
import { toJsonObject } from '../../core/json';
import { errorName, toRunError } from '../errors';
import { inParts, perRequest } from './in-parts';

/** Existing endpoints among these ARNs. */
export function describeEndpoints(
  client: DatabaseMigrationServiceClient,
  arns: readonly string[],
): Promise<readonly DescribedEndpoint[]> {
  return inParts(arns, async (some) => {
    const { Endpoints = [] } = await client.send(
      new DescribeEndpointsCommand({
        Filters: [{ Name: 'endpoint-arn', Values: [...some] }],
        MaxRecords: perRequest,
      }),
    );
    return Endpoints.map(describedEndpoint);
  });
}

function describedEndpoint(endpoint: Endpoint): DescribedEndpoint {
  const { S3Settings, PostgreSQLSettings } = endpoint;
  return {
    arn: endpoint.EndpointArn ?? '',
    identifier: endpoint.EndpointIdentifier ?? '',
    type: String(endpoint.EndpointType ?? ''),
    engine: endpoint.EngineName ?? '',
    status: endpoint.Status ?? 'unknown',
    databaseName: endpoint.DatabaseName,
    ...(S3Settings === undefined ? {} : { s3: toJsonObject(S3Settings) }),
    ...(PostgreSQLSettings === undefined ? {} : { postgres: toJsonObject(PostgreSQLSettings) }),
  };
}

/** The instance with this ARN. Undefined if it does not exist. */
export async function describeInstance(
  client: DatabaseMigrationServiceClient,
  arn: string,
): Promise<DescribedInstance | undefined> {
  const Filters = [{ Name: 'replication-instance-arn', Values: [arn] }];
  try {
    const { ReplicationInstances: [found] = [] } = await client.send(
      new DescribeReplicationInstancesCommand({ Filters }),
    );
    if (found === undefined) return undefined;
    return {
      arn: found.ReplicationInstanceArn ?? '',
      identifier: found.ReplicationInstanceIdentifier ?? '',
      status: found.ReplicationInstanceStatus ?? 'unknown',
      engineVersion: found.EngineVersion ?? '',
      vpcId: found.ReplicationSubnetGroup?.VpcId,
    };
  } catch (error) {
    if (errorName(error) === 'ResourceNotFoundFault') return undefined;
    throw toRunError(error, `describing the replication instance ${arn}`, 'DmsRefused');
  }
}
