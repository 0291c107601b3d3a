import { hasRows } from '../../facts/source-facts';
import type { PostgresTable } from '../facts/selected-tables';

/**
 * Returns true if the log has changes under the name of the table. Those of a partitioned table
 * have the names of its partitions.
 */
export function logsChanges(table: PostgresTable): boolean {
  return hasRows(table) && table.kind !== 'partitioned-table';
}
