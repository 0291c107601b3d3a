import type { TableName } from '../../tables/table-name';
import { matchesPattern } from '../../tables/table-pattern';
import type { CheckRequest } from '../request/check-request';

/** Returns a predicate for the columns of a table that the job excludes. */
export function excludedColumns(request: CheckRequest, table: TableName): (column: string) => boolean {
  const listed = request.tables.find((one) => one.schema === table.schema && one.table === table.table);
  const excluded = (listed?.columns ?? []).filter(({ usedIn }) => usedIn === 'exclude-columns');
  return (column) => excluded.some(({ name }) => name === column || matchesPattern(name, column));
}
