import {
  type DatabaseMigrationServiceClient,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-database-migration-service';
import { errorName, toRunError } from '../errors';

/** Tags of a task. A task that does not exist has none. */
export async function readTags(
  client: DatabaseMigrationServiceClient,
  taskArn: string,
): Promise<Readonly<Record<string, string>>> {
  try {
    const found = await client.send(new ListTagsForResourceCommand({ ResourceArn: taskArn }));
    return Object.fromEntries((found.TagList ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));
  } catch (error) {
    if (errorName(error) === 'ResourceNotFoundFault') return {};
    throw toRunError(error, `reading the tags of ${taskArn}`, 'DmsRefused');
  }
}
