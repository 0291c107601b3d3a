import { matchesPattern } from '../../tables/table-pattern';
import type { Column } from '../column-types/type-mapping';
import type { SourceFacts, TableFacts } from '../facts/source-facts';
import type { QueryResults, Row } from '../query/query';
import { isYes, numberOf, rowsOf, textOf, whyUnavailable } from '../query/query-results';
import type { CheckRequest } from '../request/check-request';
import { postgresTypes } from './column-types';
import { longest, type MeasuredTable, toMeasure } from './lobs';

/** A selected table with its row of the dictionary and its unique indexes. */
export interface PostgresTable extends TableFacts {
  readonly id: string;
  readonly pages: number;
  readonly row: Row;
  readonly indexes: readonly Row[];
}

export function postgresFacts(request: CheckRequest, results: QueryResults): SourceFacts {
  const server = rowsOf(results, 'server')[0];
  const [serverTime, offset] = [textOf(server, 'utc'), numberOf(server, 'utc_offset_minutes')];
  const tables = postgresTables(request, results);
  const lengthOf = longest(measuredTables(tables), results);
  return {
    version: textOf(server, 'version') ?? '',
    ...(serverTime === undefined ? {} : { serverTime }),
    ...(offset === undefined ? {} : { utcOffsetMinutes: offset }),
    names: rowsOf(results, 'names').map(nameOf),
    unavailable: unavailable(results, tables.length > 0),
    tables: tables.map(({ id, pages, row, indexes, ...table }) => ({
      ...table,
      lobColumns: table.columns
        .filter((column) => postgresTypes.isLob(column))
        .map(({ name }) => ({ name, ...lengthOf(table.schema, table.table, name) })),
    })),
  };
}

/** Those that the job selects: patterns in DMS's own meaning, exclusions taken away. Columns are empty until they were asked for. */
export function postgresTables(request: CheckRequest, results: QueryResults): readonly PostgresTable[] {
  const columns = byId(rowsOf(results, 'columns'));
  const keys = byId(rowsOf(results, 'keys'));
  return selectedRows(request, results).map((row) => {
    const id = textOf(row, 'id') ?? '';
    const indexes = keys.get(id) ?? [];
    const whole = indexes.filter(
      (index) => !isYes(index, 'is_partial') && !isYes(index, 'has_expressions') && isYes(index, 'is_valid'),
    );
    const rows = isYes(row, 'rows_unknown') ? undefined : numberOf(row, 'rows');
    const bytes = numberOf(row, 'bytes');
    return {
      ...nameOf(row),
      id,
      row,
      indexes,
      pages: numberOf(row, 'pages') ?? 0,
      engine: 'postgres',
      kind: kindOf(row),
      columns: (columns.get(id) ?? []).map(columnOf),
      primaryKey: whole.filter((index) => isYes(index, 'is_primary')).flatMap(indexColumns),
      uniqueKeys: whole.filter((index) => !isYes(index, 'is_primary')).map(indexColumns),
      lobColumns: [],
      ...(rows === undefined ? {} : { rowsEstimated: rows }),
      ...(bytes === undefined ? {} : { bytes }),
      readable: isYes(row, 'may_enter') && isYes(row, 'may_select'),
    };
  });
}

export function selectedRows(request: CheckRequest, results: QueryResults): readonly Row[] {
  const exact = new Set(request.tables.map(({ schema, table }) => JSON.stringify([schema, table])));
  return rowsOf(results, 'tables').filter((row) => {
    const { schema, table } = nameOf(row);
    const matches = (pattern: { readonly schema: string; readonly table: string }): boolean =>
      matchesPattern(pattern.schema, schema) && matchesPattern(pattern.table, table);
    if (exact.has(JSON.stringify([schema, table]))) return !request.excludes.some(matches);
    // DMS's patterns select tables: views only where a rule says so.
    const isTable = ['r', 'p'].includes(textOf(row, 'kind') ?? '');
    return isTable && request.patterns.some(matches) && !request.excludes.some(matches);
  });
}

export function measuredTables(tables: readonly PostgresTable[]): readonly MeasuredTable[] {
  return toMeasure(tables);
}

export function indexColumns(index: Row): readonly string[] {
  const parsed: unknown = JSON.parse(textOf(index, 'columns') ?? '[]');
  return Array.isArray(parsed) ? parsed.map(String) : [];
}

function unavailable(results: QueryResults, hasTables: boolean): NonNullable<SourceFacts['unavailable']> {
  const why = (id: string): string | undefined =>
    hasTables || id === 'tables' ? whyUnavailable(results, id) : undefined;
  const parts = (['tables', 'columns', 'keys', 'lobs'] as const).flatMap((part) => {
    const because = why(part);
    return because === undefined ? [] : [[part, because] as const];
  });
  return Object.fromEntries(parts);
}

function nameOf(row: Row): { readonly schema: string; readonly table: string } {
  return { schema: textOf(row, 'schema') ?? '', table: textOf(row, 'name') ?? '' };
}

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

/** atttypmod: 4 more than a text's length; for numeric precision and scale in one number. -1: none. */
function columnOf(row: Row): Column {
  const type = textOf(row, 'type') ?? '';
  const modifier = numberOf(row, 'modifier') ?? -1;
  const about = { name: textOf(row, 'name') ?? '', type, nullable: isYes(row, 'nullable') };
  if (modifier < 0) return about;
  if (type === 'numeric') {
    const packed = modifier - 4;
    // From PostgreSQL 15 on a scale may be negative: 11 bits, signed.
    const scale = (packed & 0x7ff) > 1023 ? (packed & 0x7ff) - 2048 : packed & 0x7ff;
    return { ...about, precision: (packed >> 16) & 0xffff, scale };
  }
  if (type === 'character varying' || type === 'character') return { ...about, length: modifier - 4 };
  if (type === 'bit' || type === 'bit varying') return { ...about, length: modifier };
  return about;
}

function byId(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const id = textOf(row, 'id') ?? '';
    const known = found.get(id);
    if (known === undefined) found.set(id, [row]);
    else known.push(row);
  }
  return found;
}
