import { type TableName, tableIdentity } from '../../../tables/table-name';
import { matchesTable } from '../../../tables/table-pattern';
import type { TableFacts } from '../../facts/source-facts';
import type { QueryResults, Row } from '../../query/query';
import { numberOf, rowsOf, textOf } from '../../query/query-results';
import type { CheckRequest } from '../../request/check-request';
import { columnOf, isReadable } from './columns';

/** Selected table with its row of the dictionary and those of its columns. */
export interface MysqlTable extends TableFacts {
  readonly row: Row;
  readonly columnRows: readonly Row[];
}

/** Returns the tables that the job selects. They have no columns until the columns were queried. */
export function selectedTables(request: CheckRequest, results: QueryResults): readonly MysqlTable[] {
  const columns = groupedByTable(rowsOf(results, 'columns'));
  const keys = groupedByTable(rowsOf(results, 'keys'));
  const listed = new Set(request.tables.map(tableIdentity));
  return rowsOf(results, 'names')
    .filter((row) => isSelected(request, listed, row))
    .map((row) => {
      const identity = tableIdentity(nameOf(row));
      return tableOf(row, columns.get(identity) ?? [], keys.get(identity) ?? []);
    });
}

function tableOf(row: Row, columnRows: readonly Row[], keyRows: readonly Row[]): MysqlTable {
  const indexes = indexesOf(keyRows);
  const [rows, bytes] = [numberOf(row, 'table_rows'), numberOf(row, 'bytes')];
  return {
    ...nameOf(row),
    row,
    columnRows,
    engine: 'mysql',
    kind: kindOf(row),
    columns: columnRows.map(columnOf),
    primaryKey: [...(indexes.get('PRIMARY') ?? [])],
    uniqueKeys: [...indexes].filter(([index]) => index !== 'PRIMARY').map(([, names]) => names),
    lobColumns: [],
    ...(rows === undefined ? {} : { rowsEstimated: rows }),
    ...(bytes === undefined ? {} : { bytes }),
    ...(columnRows.length === 0 ? {} : { readable: columnRows.every(isReadable) }),
  };
}

/** Patterns of DMS select only tables. A view needs an entry of its own. */
function isSelected(request: CheckRequest, listed: ReadonlySet<string>, row: Row): boolean {
  const name = nameOf(row);
  const matches = (pattern: TableName): boolean => matchesTable(pattern, name);
  if (request.excludes.some(matches)) return false;
  return listed.has(tableIdentity(name)) || (kindOf(row) === 'table' && request.patterns.some(matches));
}

export function nameOf(row: Row): TableName {
  return { schema: textOf(row, 'table_schema') ?? '', table: textOf(row, 'table_name') ?? '' };
}

/** MariaDB also has SEQUENCE, SYSTEM VERSIONED and TEMPORARY. */
function kindOf(row: Row): TableFacts['kind'] {
  const type = (textOf(row, 'table_type') ?? '').toUpperCase();
  if (type === 'BASE TABLE' || type === 'SYSTEM VERSIONED') return 'table';
  if (type.endsWith('VIEW')) return 'view';
  return type === 'TEMPORARY' ? 'temporary' : 'other';
}

/**
 * An index on an expression or a part of a column has no column name there, and is not a key for
 * DMS.
 */
function indexesOf(rows: readonly Row[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const row of rows) {
    const index = textOf(row, 'index_name') ?? '';
    found.set(index, [...(found.get(index) ?? []), textOf(row, 'column_name') ?? '']);
  }
  return new Map([...found].filter(([, names]) => !names.includes('')));
}

function groupedByTable(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const identity = tableIdentity(nameOf(row));
    const known = groups.get(identity);
    if (known === undefined) groups.set(identity, [row]);
    else known.push(row);
  }
  return groups;
}
