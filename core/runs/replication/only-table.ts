import { type TableName, tableIdentity } from '../../tables/table-name';
import type { ReplicationNotice } from './replication-notice';

/** The table of a notice, if it is about one only. */
export function onlyTable(tables: readonly TableName[]): Pick<ReplicationNotice, 'table'> {
  const [first] = tables;
  if (first === undefined || new Set(tables.map(tableIdentity)).size > 1) return {};
  return { table: { schema: first.schema, table: first.table } };
}
