import { fullTableName, type TableName, tableIdentity } from '../../../tables/table-name';
import { exactPattern, matchesPattern, matchesTable } from '../../../tables/table-pattern';
import { configFix, type Fix } from '../../report/finding';
import type { CheckRequest } from '../../request/check-request';
import { exactEntry, tableEntry } from '../../shared/table-entry';
import type { Relative } from '../facts/selected-tables';
import type { PostgresSource } from '../postgres-source';

/** Parent with its partitions, or with the tables that inherit from it. */
export interface Family extends TableName {
  readonly heirs: readonly Relative[];
}

/** Returns true if the lake can have the partitions of a table as one table. */
export function canBeOneTable({ mode, target }: CheckRequest): boolean {
  return target === 's3' && mode !== 'full-load';
}

/**
 * Entries with which the lake has the partitions as one table: a pattern, which also selects partitions that are created later, and
 * what keeps others out of it.
 */
export function asOneTable({ request, tables, facts }: PostgresSource, parent: Family): Fix {
  const leaves = parent.heirs.filter(({ storesRows }) => storesRows);
  const prefix = sharedPrefix(parent, leaves);
  const removed = [parent, ...leaves].filter((one) => isListed(request, one)).map(removal);
  const [first] = leaves;
  if (prefix === undefined || first === undefined)
    return configFix([...leaves.map((leaf) => partitionEntry(leaf, parent)), ...removed].join('\n'));
  const selected = new Set(tables.map(tableIdentity));
  const heirs = new Map(parent.heirs.map((one) => [tableIdentity(one), one]));
  const pattern = `${exactPattern(prefix)}%`;
  const others = [...facts.names, ...tables, ...parent.heirs]
    .filter(({ schema, table }) => schema === first.schema && matchesPattern(pattern, table))
    .filter((one) => tableIdentity(one) !== tableIdentity(parent))
    .flatMap((one): string[] => {
      const id = tableIdentity(one);
      const heir = heirs.get(id);
      if (heir?.storesRows === true || request.excludes.some((exclude) => matchesTable(exclude, one)))
        return [];
      if (heir !== undefined) return selected.has(id) ? [] : [exclusion(one)];
      return selected.has(id) ? (isListed(request, one) ? [] : [`- ${tableEntry(one)}`]) : [exclusion(one)];
    });
  const entry = `- {schema: ${quoted(exactPattern(first.schema))}, table: ${quoted(pattern)}, match: pattern, ${partitionsOf(parent)}}`;
  return configFix([entry, ...new Set(others), ...removed].join('\n'));
}

/** Entry of one table as a partition. */
export function partitionEntry(leaf: TableName, parent: TableName): string {
  return `- ${exactEntry(leaf, partitionsOf(parent))}`;
}

/** Line that takes a table out of the job: an exact entry is deleted, because a job cannot list and exclude a table. */
export function without(request: CheckRequest, table: TableName): string {
  return isListed(request, table) ? removal(table) : exclusion(table);
}

function removal(table: TableName): string {
  return `# remove the entry of ${fullTableName(table)}`;
}

function exclusion({ schema, table }: TableName): string {
  return `- ${exactEntry({ schema, table }, 'exclude: true')}`;
}

function isListed({ tables }: CheckRequest, table: TableName): boolean {
  return tables.some((listed) => tableIdentity(listed) === tableIdentity(table));
}

function partitionsOf({ schema, table }: TableName): string {
  return `partitions-of: {schema: ${quoted(schema)}, table: ${quoted(table)}}`;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}

/** Start of the names of all partitions: that of their parent, where they have it, so that later ones have it too. */
function sharedPrefix(parent: TableName, leaves: readonly TableName[]): string | undefined {
  const [first, ...others] = leaves;
  if (first === undefined || others.some(({ schema }) => schema !== first.schema)) return undefined;
  if (leaves.every(({ table }) => table.startsWith(`${parent.table}_`))) return `${parent.table}_`;
  const prefix = others.reduce((text, { table }) => commonStart(text, table), first.table);
  return prefix === '' || others.length === 0 ? undefined : prefix;
}

function commonStart(one: string, other: string): string {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return one.slice(0, length);
}
