import { type TableName, tableIdentity } from '../../tables/table-name';
import { matchesTable } from '../../tables/table-pattern';
import type { CheckRequest } from './check-request';

/**
 * Returns those names of a source that the job selects: listed exactly or by a pattern, and not
 * excluded.
 */
export function selectedTables<Name extends TableName>(
  request: CheckRequest,
  names: readonly Name[],
): readonly Name[] {
  const listed = new Set(request.tables.map(tableIdentity));
  return names.filter((name) => {
    const matches = (pattern: TableName): boolean => matchesTable(pattern, name);
    const isIncluded = listed.has(tableIdentity(name)) || request.patterns.some(matches);
    return isIncluded && !request.excludes.some(matches);
  });
}
