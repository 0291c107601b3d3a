import type { ExpectedTable } from './expected-tables';
import { fullTableName, type TableName, tableIdentity } from './table-name';
import { exactName, exactPattern, matchesTable } from './table-pattern';
import type { TableSelection } from './table-selection';

/** Entry of a table list whose tables are partitions of another table, or inherit from it. Its names are patterns of DMS. */
export interface PartitionSelection extends TableName {
  readonly parent: TableName;
}

interface Job {
  readonly expectedTables: readonly TableName[];
  readonly partitions?: readonly PartitionSelection[] | undefined;
}

/** Entries with a parent, exact names first. */
export function planPartitions(selections: readonly TableSelection[]): {
  readonly partitions?: readonly PartitionSelection[];
} {
  const found = selections.flatMap(
    ({ exclude, partitionsOf, schemaPattern: schema, tablePattern: table }): PartitionSelection[] =>
      exclude || partitionsOf === undefined ? [] : [{ schema, table, parent: partitionsOf }],
  );
  const partitions = [...found.filter(isExact), ...found.filter((one) => !isExact(one))];
  return partitions.length === 0 ? {} : { partitions };
}

/** Exclusions of the parents that an entry selects too: a load of a parent reads the rows of all partitions again. */
export function withoutParents(selections: readonly TableSelection[]): readonly TableSelection[] {
  const parents = new Map(
    selections.flatMap(({ partitionsOf: parent }) =>
      parent === undefined ? [] : [[tableIdentity(parent), parent]],
    ),
  );
  const excluded = [...parents.values()].filter(
    (parent) =>
      selections.some((one) => !one.exclude && selects(one, parent)) &&
      !selections.some((one) => one.exclude && selects(one, parent)),
  );
  return excluded.map((exact) => ({
    schemaPattern: exactPattern(exact.schema),
    tablePattern: exactPattern(exact.table),
    exact,
    exclude: true,
    where: [],
    excludeColumns: [],
  }));
}

/**
 * Returns the parent of a table of the source. An entry for exactly this table decides; else the first pattern with a parent that
 * matches.
 */
export function parentOf({ expectedTables, partitions = [] }: Job, table: TableName): TableName | undefined {
  if (partitions.length === 0) return undefined;
  const found = partitions.find((one) => matchesTable(one, table));
  const isListed = expectedTables.some((one) => tableIdentity(one) === tableIdentity(table));
  return found !== undefined && isListed && !isExact(found) ? undefined : found?.parent;
}

/** Returns the parent of a table by its name in staging, which only entries for exactly one table rename. */
export function parentOfStaged(
  job: Omit<Job, 'expectedTables'> & { readonly expectedTables: readonly ExpectedTable[] },
  staged: TableName,
): TableName | undefined {
  const source = job.expectedTables.find(
    ({ targetSchema, targetTable }) => targetSchema === staged.schema && targetTable === staged.table,
  );
  return parentOf(job, source ?? staged);
}

/**
 * Name of a partition's folders below its parent's: `part=sales.orders_2026`. Equal for equal names only, so dots and slashes in a
 * name are encoded.
 */
export function partFolder(table: TableName, lowerCase: boolean): string {
  const encoded = (name: string): string =>
    name.replace(/[%./]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  const name = fullTableName({ schema: encoded(table.schema), table: encoded(table.table) });
  return `part=${lowerCase ? name.toLowerCase() : name}`;
}

export function isPartFolder(text: string): boolean {
  return text.startsWith('part=');
}

/** Returns true if an entry with a parent matches the table, also where an entry for exactly this table decides otherwise. */
export function mayBePartition({ partitions = [] }: Pick<Job, 'partitions'>, table: TableName): boolean {
  return partitions.some((one) => matchesTable(one, table));
}

function isExact({ schema, table }: TableName): boolean {
  return exactName(schema) !== undefined && exactName(table) !== undefined;
}

function selects({ schemaPattern, tablePattern }: TableSelection, table: TableName): boolean {
  return matchesTable({ schema: schemaPattern, table: tablePattern }, table);
}
