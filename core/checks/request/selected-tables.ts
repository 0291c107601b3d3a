import { type TableName, tableIdentity } from '../../tables/table-name';
import { matchesPattern } from '../../tables/table-pattern';
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
  const matches =
    ({ schema, table }: Name) =>
    (pattern: TableName): boolean =>
      matchesPattern(pattern.schema, schema) && matchesPattern(pattern.table, table);
  return names.filter(
    (name) =>
      (listed.has(tableIdentity(name)) || request.patterns.some(matches(name))) &&
      !request.excludes.some(matches(name)),
  );
}
