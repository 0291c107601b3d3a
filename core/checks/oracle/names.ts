import { quoted } from '../query/identifiers';
import type { Bind } from '../query/query';

export interface TableName {
  readonly schema: string;
  readonly table: string;
}

/** `:1, :2, ...` from `first` on. */
export function placeholders(count: number, first = 1): string {
  return Array.from({ length: count }, (_, index) => `:${first + index}`).join(', ');
}

/** Oracle takes 1,000 members in a list (ORA-01795), so longer ones become several. */
const listLimit = 1_000;

/**
 * `(owner, table_name) IN ((:1, :2), ...)` with its values: the names are bound, one statement whatever their number. Never empty:
 * without names it selects nothing.
 */
export function amongTables(
  columns: { readonly schema: string; readonly table: string },
  tables: readonly TableName[],
): { readonly condition: string; readonly binds: readonly Bind[] } {
  if (tables.length === 0) return { condition: '1 = 0', binds: [] };
  const lists: string[] = [];
  for (let from = 0; from < tables.length; from += listLimit) {
    const pairs = tables
      .slice(from, from + listLimit)
      .map((_, index) => `(:${2 * (from + index) + 1}, :${2 * (from + index) + 2})`);
    lists.push(`(${columns.schema}, ${columns.table}) IN (${pairs.join(', ')})`);
  }
  return {
    condition: `(${lists.join(' OR ')})`,
    binds: tables.flatMap(({ schema, table }) => [schema, table]),
  };
}

/** A name as an identifier; undefined for what cannot be one: Oracle's names hold neither double quotes nor NUL. */
export function identifier(name: string): string | undefined {
  const isName = name !== '' && !name.includes('"') && !name.includes('\0');
  return isName ? quoted('oracle', name) : undefined;
}
