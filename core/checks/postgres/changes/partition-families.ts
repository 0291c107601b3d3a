import { parentOf } from '../../../tables/partition-parents';
import { fullTableName, type TableName, tableIdentity } from '../../../tables/table-name';
import { targetColumns } from '../../../tables/target-columns';
import type { CheckDefinition } from '../../catalogue/check-definition';
import { quotedTable } from '../../query/identifiers';
import type { Row } from '../../query/query';
import { rowsOf, textOf } from '../../query/query-results';
import type { CheckFinding, Severity } from '../../report/check-report';
import { configFix, type Fix, finding, placeOf, sqlFix } from '../../report/finding';
import { tableEntry } from '../../shared/table-entry';
import { nameOf, type PostgresTable, type Relative, relativesOf } from '../facts/selected-tables';
import type { PostgresSource } from '../postgres-source';
import { mayHaveOwnRows, moveOwnRows } from './own-rows';
import { partitionEntry } from './partitions-fix';

/** Returns the parent of a table by the entries of the job. */
export function parentInJob(
  { request }: Pick<PostgresSource, 'request'>,
  table: TableName,
): TableName | undefined {
  return parentOf({ expectedTables: request.tables, partitions: request.partitions }, table);
}

/** Findings about the tables that an entry of the job calls the partitions of another. */
export function familiesOfJob(source: PostgresSource, definition: CheckDefinition): readonly CheckFinding[] {
  const parents = new Map(
    (source.request.partitions ?? []).map(({ parent }) => [tableIdentity(parent), parent]),
  );
  return [...parents.values()].flatMap((parent) => ofFamily(source, parent, definition));
}

function ofFamily(
  source: PostgresSource,
  parent: TableName,
  definition: CheckDefinition,
): readonly CheckFinding[] {
  const { request, results, tables } = source;
  const found = (table: TableName, severity: Severity, text: string, fix: Fix): CheckFinding =>
    finding(definition, text, { ...placeOf(table), severity, fix });
  const row = rowsOf(results, 'tables').find((one) => tableIdentity(nameOf(one)) === tableIdentity(parent));
  const name = fullTableName(parent);
  if (row === undefined)
    return [
      found(parent, 'error', `${name} does not exist, and an entry names its partitions`, {
        kind: 'config',
        text: `# remove partitions-of: ${name}, or correct the name`,
      }),
    ];
  const heirs = relativesOf(row, 'heirs');
  const own = { id: textOf(row, 'id') ?? '', kind: textOf(row, 'kind') === 'r' ? 'table' : 'other' } as const;
  const ids = new Set(heirs.map(({ id }) => id));
  const selected = new Set(tables.map(({ id }) => id));
  const members = tables.filter((table) => isMember(source, table, parent));
  const leaves = members.filter(({ id, kind }) => ids.has(id) && kind === 'table');
  return [
    ...(mayHaveOwnRows(source, own)
      ? [
          found(
            parent,
            'error',
            `it has rows of its own, which are in no partition: they are not in ${name} of the lake`,
            moveOwnRows(parent),
          ),
        ]
      : []),
    ...members
      .filter(({ id }) => !ids.has(id))
      .map((table) =>
        found(
          table,
          'error',
          `an entry selects it as a partition of ${name}, which it is not: its rows would be in that table of the lake`,
          configFix(`- ${tableEntry(table)}   # an entry of its own, without partitions-of`),
        ),
      ),
    ...heirs
      .filter(({ id, storesRows }) => storesRows && !selected.has(id))
      .map((heir) =>
        found(
          heir,
          request.excludes.some((one) => tableIdentity(one) === tableIdentity(heir)) ? 'note' : 'error',
          `the job does not select it, so its rows are not in ${name} of the lake`,
          configFix(partitionEntry(heir, parent)),
        ),
      ),
    ...heirs.filter(({ isForeign }) => isForeign).map((heir) => ofForeign(row, heir, parent, found)),
    ...ofColumns(source, parent, leaves, found),
    ...ofKeys(parent, leaves, found),
  ];
}

type Found = (table: TableName, severity: Severity, text: string, fix: Fix) => CheckFinding;

const engine = 'postgres' as const;

/** The log of this server does not have the rows of another. */
function ofForeign(row: Row, heir: Relative, parent: TableName, found: Found): CheckFinding {
  const [table, whole] = [quotedTable({ ...heir, engine }), quotedTable({ ...parent, engine })];
  return found(
    heir,
    'warning',
    `it is a foreign table: its rows are in a SELECT of ${fullTableName(parent)}, and not in the lake`,
    sqlFix(
      textOf(row, 'kind') === 'p'
        ? `ALTER TABLE ${whole} DETACH PARTITION ${table};`
        : `ALTER FOREIGN TABLE ${table} NO INHERIT ${whole};`,
    ),
  );
}

function ofColumns(
  { request }: PostgresSource,
  parent: TableName,
  leaves: readonly PostgresTable[],
  found: Found,
): readonly CheckFinding[] {
  if (request.format !== 'csv') return [];
  const namesOf = (table: PostgresTable): string => {
    const { nameOf: inTarget } = targetColumns(request.columns?.rules, table);
    return table.columns.flatMap(({ name }) => inTarget(name) ?? []).join(', ');
  };
  return differing(leaves, namesOf).map(([table, first]) =>
    found(
      table,
      'error',
      `its columns are (${namesOf(table)}), and those of ${fullTableName(first)} are (${namesOf(first)}): a CSV file is read by position, so they cannot be one table ${fullTableName(parent)}`,
      configFix('format: parquet   # and another lake: {prefix: ...} where files have arrived'),
    ),
  );
}

function ofKeys(parent: TableName, leaves: readonly PostgresTable[], found: Found): readonly CheckFinding[] {
  const keyOf = ({ primaryKey }: PostgresTable): string => primaryKey.join(', ');
  return differing(leaves, keyOf).map(([table, first]) =>
    found(
      table,
      'error',
      `its primary key is (${keyOf(table)}), and that of ${fullTableName(first)} is (${keyOf(first)}): the current rows of ${fullTableName(parent)} cannot be found by both`,
      configFix(`- ${tableEntry(table)}   # an entry of its own, without partitions-of`),
    ),
  );
}

/** Tables that differ from the first, each with the first. */
function differing(
  tables: readonly PostgresTable[],
  shownOf: (table: PostgresTable) => string,
): readonly (readonly [PostgresTable, PostgresTable])[] {
  const [first, ...others] = tables;
  if (first === undefined) return [];
  return others.filter((one) => shownOf(one) !== shownOf(first)).map((one) => [one, first]);
}

function isMember(source: PostgresSource, table: TableName, parent: TableName): boolean {
  const named = parentInJob(source, table);
  return named !== undefined && tableIdentity(named) === tableIdentity(parent);
}
