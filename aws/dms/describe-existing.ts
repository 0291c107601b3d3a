import {
  type DatabaseMigrationServiceClient,
  DescribeEndpointsCommand,
  DescribeReplicationInstancesCommand,
  type Endpoint,
} from '@aws-sdk/client-database-migration-service';
import type { DescribedEndpoint, DescribedInstance } from '../../core/checks/existing/described';
import { toJsonObject } from '../../core/json';
import { errorName, toRunError } from '../errors';

/**
 * Existing endpoints among these ARNs. As no page of AWS says whether one ARN of several that does not exist raises
 * ResourceNotFoundFault, the fault about several is resolved by asking for each.
 */
export async function describeEndpoints(
  client: DatabaseMigrationServiceClient,
  arns: readonly string[],
): Promise<readonly DescribedEndpoint[]> {
  if (arns.length === 0) return [];
  try {
    const { Endpoints = [] } = await client.send(
      new DescribeEndpointsCommand({
        Filters: [{ Name: 'endpoint-arn', Values: [...arns] }],
        MaxRecords: 100,
      }),
    );
    return Endpoints.map(describedEndpoint);
  } catch (error) {
    if (errorName(error) !== 'ResourceNotFoundFault')
      throw toRunError(error, `describing the endpoints ${arns.join(', ')}`, 'DmsRefused');
    if (arns.length === 1) return [];
    return (await Promise.all(arns.map((arn) => describeEndpoints(client, [arn])))).flat();
  }
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
