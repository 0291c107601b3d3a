import {
  DatabaseMigrationServiceClient,
  DescribeReplicationInstancesCommand,
} from '@aws-sdk/client-database-migration-service';
import { type EnvironmentReference, platformName } from '../../core/model/environment-names';
import { errorName, toRunError } from '../errors';
import { countCalls } from './count-calls';

/**
 * Engine version of an environment's replication instance, which DMS raises by itself when the support of one ends. Undefined
 * where there is none, or the caller may not see it.
 */
export async function instanceVersion(
  environment: EnvironmentReference,
  client = countCalls(new DatabaseMigrationServiceClient({})),
): Promise<string | undefined> {
  const Filters = [{ Name: 'replication-instance-id', Values: [platformName(environment)] }];
  try {
    const found = await client.send(new DescribeReplicationInstancesCommand({ Filters }));
    return found.ReplicationInstances?.[0]?.EngineVersion;
  } catch (error) {
    if (['ResourceNotFoundFault', 'AccessDeniedException', 'AccessDeniedFault'].includes(errorName(error)))
      return undefined;
    throw toRunError(error, 'reading the replication instance');
  }
}
