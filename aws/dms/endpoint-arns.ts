import {
  DatabaseMigrationServiceClient,
  DescribeEndpointsCommand,
} from '@aws-sdk/client-database-migration-service';
import { errorName } from '../errors';
import { countCalls } from './count-calls';
import { inParts, perRequest } from './in-parts';

/** ARNs by identifier of the endpoints that exist among these. Undefined: the caller may not describe endpoints. */
export async function endpointArns(
  identifiers: readonly string[],
  client = countCalls(new DatabaseMigrationServiceClient({})),
): Promise<ReadonlyMap<string, string> | undefined> {
  let isDenied = false;
  const found = await inParts(identifiers, async (some) => {
    const Filters = [{ Name: 'endpoint-id', Values: [...some] }];
    try {
      const { Endpoints = [] } = await client.send(
        new DescribeEndpointsCommand({ Filters, MaxRecords: perRequest }),
      );
      return Endpoints;
    } catch (error) {
      if (!['AccessDeniedException', 'AccessDeniedFault'].includes(errorName(error))) throw error;
      isDenied = true;
      return [];
    }
  });
  if (isDenied) return undefined;
  return new Map(
    found.map(({ EndpointIdentifier = '', EndpointArn = '' }) => [EndpointIdentifier, EndpointArn]),
  );
}
