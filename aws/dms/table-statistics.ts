import {
  type DatabaseMigrationServiceClient,
  DescribeTableStatisticsCommand,
  type TableStatistics,
} from '@aws-sdk/client-database-migration-service';
import type { TableRecord } from '../../core/runs/record/table-record';
import { errorName, toRunError } from '../errors';
import { tableOf } from './shapes';

/** Maximum page of DescribeTableStatistics. */
const tablesPerPage = 500;

/** Statistics of all tables of a task. Empty for a task that never ran, or does not exist. */
export async function readTableStatistics(
  client: DatabaseMigrationServiceClient,
  taskArn: string,
): Promise<readonly TableRecord[]> {
  const tables: TableStatistics[] = [];
  try {
    let marker: string | undefined;
    do {
      const page = await client.send(
        new DescribeTableStatisticsCommand({
          ReplicationTaskArn: taskArn,
          MaxRecords: tablesPerPage,
          Marker: marker,
        }),
      );
      tables.push(...(page.TableStatistics ?? []));
      marker = page.Marker;
    } while (marker !== undefined && marker !== '');
  } catch (error) {
    if (errorName(error) === 'ResourceNotFoundFault') return [];
    throw toRunError(error, `reading the table statistics of ${taskArn}`, 'DmsRefused');
  }
  return tables.map(tableOf);
}
