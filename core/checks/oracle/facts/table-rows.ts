import { type TableName, tableIdentity } from '../../../tables/table-name';
import type { SourceFacts, TableFacts } from '../../facts/source-facts';
import type { Row } from '../../query/query';
import { textOf } from '../../query/query-results';

/** Tables without views and synonyms. */
export function baseTables({ tables }: SourceFacts): readonly TableFacts[] {
  return tables.filter(({ kind }) => kind !== 'view' && kind !== 'other');
}

const groupedRows = new WeakMap<readonly Row[], ReadonlyMap<string, readonly Row[]>>();

/** Returns the rows of one table. The rows of a result are grouped once. */
export function rowsOfTable(table: TableName, rows: readonly Row[]): readonly Row[] {
  const groups = groupedRows.get(rows) ?? grouped(rows);
  groupedRows.set(rows, groups);
  return groups.get(tableIdentity(table)) ?? [];
}

/** Identity of the table of a dictionary row. */
export function tableOf(row: Row): string {
  return tableIdentity({ schema: textOf(row, 'owner') ?? '', table: textOf(row, 'table_name') ?? '' });
}

function grouped(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const own = groups.get(tableOf(row)) ?? [];
    own.push(row);
    groups.set(tableOf(row), own);
  }
  return groups;
}
