import * as z from 'zod/mini';
import { type TableName, tableIdentity } from '../../../tables/table-name';
import { matchesTable } from '../../../tables/table-pattern';
import type { TableFacts } from '../../facts/source-facts';
import type { QueryResults, Row } from '../../query/query';
import { isYes, numberOf, rowsOf, textOf } from '../../query/query-results';
import type { CheckRequest } from '../../request/check-request';
import { columnOf } from './columns';
import { indexColumns, isWholeIndex } from './unique-indexes';

/** Selected table with its row of the dictionary and its unique indexes. */
export interface PostgresTable extends TableFacts {
  readonly id: string;
  readonly pages: number;
  readonly row: Row;
  readonly indexes: readonly Row[];
  /** Tables whose rows a SELECT of this table returns too: its partitions and inheriting tables, at every level. */
  readonly heirs: readonly Relative[];
  /** Tables whose SELECT returns the rows of this table too. */
  readonly parents: readonly Relative[];
  /** Columns that are GENERATED ALWAYS AS IDENTITY. */
  readonly alwaysGenerated: readonly string[];
}

/** Table that is related by partitioning or inheritance. */
export interface Relative extends TableName {
  readonly id: string;
  /** False for a partitioned table, which has no rows of its own, and for a foreign table. */
  readonly storesRows: boolean;
  readonly isForeign: boolean;
  /** True for a parent that has no parent. */
  readonly isTop: boolean;
}

/** Returns the tables that the job selects. They have no columns until the columns were queried. */
export function selectedTables(request: CheckRequest, results: QueryResults): readonly PostgresTable[] {
  const columns = groupedById(rowsOf(results, 'columns'));
  const indexes = groupedById(rowsOf(results, 'keys'));
  const listed = new Set(request.tables.map(tableIdentity));
  return rowsOf(results, 'tables')
    .filter((row) => isSelected(request, listed, row))
    .map((row) => {
      const id = textOf(row, 'id') ?? '';
      return tableOf(row, columns.get(id) ?? [], indexes.get(id) ?? []);
    });
}

function tableOf(row: Row, columns: readonly Row[], indexes: readonly Row[]): PostgresTable {
  const keys = indexes.filter(isWholeIndex);
  const rows = isYes(row, 'rows_unknown') ? undefined : numberOf(row, 'rows');
  const bytes = numberOf(row, 'bytes');
  return {
    ...nameOf(row),
    id: textOf(row, 'id') ?? '',
    row,
    indexes,
    pages: numberOf(row, 'pages') ?? 0,
    engine: 'postgres',
    kind: kindOf(row),
    heirs: relativesOf(row, 'heirs'),
    parents: relativesOf(row, 'parents'),
    alwaysGenerated: columns
      .filter((column) => textOf(column, 'identity') === 'a')
      .map((column) => textOf(column, 'name') ?? ''),
    columns: columns.map(columnOf),
    primaryKey: keys.filter((index) => isYes(index, 'is_primary')).flatMap(indexColumns),
    uniqueKeys: keys.filter((index) => !isYes(index, 'is_primary')).map(indexColumns),
    lobColumns: [],
    ...(rows === undefined ? {} : { rowsEstimated: rows }),
    ...(bytes === undefined ? {} : { bytes }),
    readable: isYes(row, 'may_enter') && isYes(row, 'may_select'),
  };
}

/** Patterns of DMS select only tables. A view needs an entry of its own. */
function isSelected(request: CheckRequest, listed: ReadonlySet<string>, row: Row): boolean {
  const name = nameOf(row);
  const matches = (pattern: TableName): boolean => matchesTable(pattern, name);
  if (request.excludes.some(matches)) return false;
  const isTable = ['r', 'p'].includes(textOf(row, 'kind') ?? '');
  return listed.has(tableIdentity(name)) || (isTable && request.patterns.some(matches));
}

export function nameOf(row: Row): TableName {
  return { schema: textOf(row, 'schema') ?? '', table: textOf(row, 'name') ?? '' };
}

export function relativesOf(row: Row, column: 'heirs' | 'parents'): readonly Relative[] {
  return Relatives.parse(JSON.parse(textOf(row, column) ?? '[]')).map(
    ({ kind, top = false, ...relative }) => ({
      ...relative,
      storesRows: kind === 'r',
      isForeign: kind === 'f',
      isTop: top,
    }),
  );
}

const Relatives = z.array(
  z.object({
    id: z.string(),
    schema: z.string(),
    table: z.string(),
    kind: z.string(),
    top: z.optional(z.boolean()),
  }),
);

function kindOf(row: Row): TableFacts['kind'] {
  if (textOf(row, 'persistence') === 't') return 'temporary';
  switch (textOf(row, 'kind')) {
    case 'r':
      return 'table';
    case 'p':
      return 'partitioned-table';
    case 'v':
      return 'view';
    case 'm':
      return 'materialized-view';
    case 'f':
      return 'external';
    default:
      return 'other';
  }
}

function groupedById(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const id = textOf(row, 'id') ?? '';
    const known = groups.get(id);
    if (known === undefined) groups.set(id, [row]);
    else known.push(row);
  }
  return groups;
}
