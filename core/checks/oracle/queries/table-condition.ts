import type { TableName } from '../../../tables/table-name';
import type { Bind } from '../../query/query';

/** Returns `:1, :2, ...`. */
export function placeholders(count: number): string {
  return Array.from({ length: count }, (_, index) => `:${index + 1}`).join(', ');
}

/** Oracle accepts 1,000 members in a list (ORA-01795). Longer lists are divided. */
const maxListLength = 1_000;

/**
 * Returns `(owner, table_name) IN ((:1, :2), ...)` with its values. Names are bound, so there is
 * one statement for any number of tables. Without tables the condition selects nothing.
 */
export function amongTables(
  columns: TableName,
  tables: readonly TableName[],
): { readonly condition: string; readonly binds: readonly Bind[] } {
  if (tables.length === 0) return { condition: '1 = 0', binds: [] };
  const lists: string[] = [];
  for (let from = 0; from < tables.length; from += maxListLength) {
    const pairs = tables
      .slice(from, from + maxListLength)
      .map((_, index) => `(:${2 * (from + index) + 1}, :${2 * (from + index) + 2})`);
    lists.push(`(${columns.schema}, ${columns.table}) IN (${pairs.join(', ')})`);
  }
  return {
    condition: `(${lists.join(' OR ')})`,
    binds: tables.flatMap(({ schema, table }) => [schema, table]),
  };
}
