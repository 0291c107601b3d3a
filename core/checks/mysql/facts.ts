import { matchesPattern } from '../../tables/table-pattern';
import type { Column } from '../column-types/type-mapping';
import type { SourceFacts, TableFacts } from '../facts/source-facts';
import type { QueryResults, Row } from '../query/query';
import { numberOf, rowsOf, textOf, whyUnavailable } from '../query/query-results';
import type { CheckRequest } from '../request/check-request';
import { mysqlTypes } from './column-types';
import { longest, toMeasure } from './lobs';

/** A selected table with its row of the dictionary and those of its columns. */
export interface MysqlTable extends TableFacts {
  readonly row: Row;
  readonly columnRows: readonly Row[];
}

export function mysqlFacts(request: CheckRequest, results: QueryResults): SourceFacts {
  const server = rowsOf(results, 'server')[0];
  const [serverTime, offset] = [textOf(server, 'utc'), numberOf(server, 'utc_offset_minutes')];
  const tables = mysqlTables(request, results);
  const lengthOf = longest(toMeasure(tables), results);
  return {
    version: textOf(server, 'version') ?? '',
    ...(serverTime === undefined ? {} : { serverTime }),
    ...(offset === undefined ? {} : { utcOffsetMinutes: offset }),
    names: rowsOf(results, 'names').map(nameOf),
    unavailable: unavailable(results, tables.length > 0),
    tables: tables.map(({ row, columnRows, ...table }) => ({
      ...table,
      lobColumns: table.columns
        .filter((column) => mysqlTypes.isLob(column))
        .map(({ name }) => ({ name, ...lengthOf({ ...table, lobColumns: [] }, name) })),
    })),
  };
}

export function mysqlTables(request: CheckRequest, results: QueryResults): readonly MysqlTable[] {
  const columns = byTable(rowsOf(results, 'columns'));
  const keys = byTable(rowsOf(results, 'keys'));
  return rowsOf(results, 'names')
    .filter((row) => isSelected(request, row))
    .map((row) => {
      const name = nameOf(row);
      const columnRows = columns.get(keyOf(name)) ?? [];
      const indexes = indexesOf(keys.get(keyOf(name)) ?? []);
      const [rows, bytes] = [numberOf(row, 'table_rows'), numberOf(row, 'bytes')];
      return {
        ...name,
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
    });
}

/** COLUMNS.PRIVILEGES: what the login may do with the column, by whatever grant or role. */
export function isReadable(row: Row): boolean {
  return (textOf(row, 'privileges') ?? '').toLowerCase().split(',').includes('select');
}

function isSelected(request: CheckRequest, row: Row): boolean {
  const { schema, table } = nameOf(row);
  const matches = (pattern: { readonly schema: string; readonly table: string }): boolean =>
    matchesPattern(pattern.schema, schema) && matchesPattern(pattern.table, table);
  if (request.excludes.some(matches)) return false;
  if (request.tables.some((wanted) => wanted.schema === schema && wanted.table === table)) return true;
  // DMS's patterns select tables: views only where a rule says so.
  return kindOf(row) === 'table' && request.patterns.some(matches);
}

function unavailable(results: QueryResults, hasTables: boolean): NonNullable<SourceFacts['unavailable']> {
  const requested = [['tables', 'names'], ...(hasTables ? [['columns'], ['keys'], ['lobs']] : [])];
  return Object.fromEntries(
    requested.flatMap(([part = '', question = part]) => {
      const because = whyUnavailable(results, question);
      return because === undefined ? [] : [[part, because]];
    }),
  );
}

function nameOf(row: Row): { readonly schema: string; readonly table: string } {
  return { schema: textOf(row, 'table_schema') ?? '', table: textOf(row, 'table_name') ?? '' };
}

function keyOf({ schema, table }: { readonly schema: string; readonly table: string }): string {
  return JSON.stringify([schema, table]);
}

/** MariaDB has SEQUENCE, SYSTEM VERSIONED and TEMPORARY besides. */
function kindOf(row: Row): TableFacts['kind'] {
  const type = (textOf(row, 'table_type') ?? '').toUpperCase();
  if (type === 'BASE TABLE' || type === 'SYSTEM VERSIONED') return 'table';
  if (type.endsWith('VIEW')) return 'view';
  return type === 'TEMPORARY' ? 'temporary' : 'other';
}

function columnOf(row: Row): Column {
  const type = (textOf(row, 'data_type') ?? '').toLowerCase();
  const [length, precision, scale] = [
    numberOf(row, 'length'),
    numberOf(row, 'number_precision'),
    numberOf(row, 'number_scale'),
  ];
  const isSized = ['char', 'varchar', 'binary', 'varbinary'].includes(type);
  return {
    name: textOf(row, 'column_name') ?? '',
    type,
    nullable: textOf(row, 'is_nullable') === 'YES',
    ...(isSized && length !== undefined ? { length } : {}),
    ...(type === 'decimal' && precision !== undefined ? { precision } : {}),
    ...(type === 'decimal' && scale !== undefined ? { scale } : {}),
    ...(type === 'bit' && precision !== undefined ? { length: precision } : {}),
  };
}

/** Parts of columns and expressions have no name of a column: such an index is no key to DMS. */
function indexesOf(rows: readonly Row[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const row of rows) {
    const index = textOf(row, 'index_name') ?? '';
    found.set(index, [...(found.get(index) ?? []), textOf(row, 'column_name') ?? '']);
  }
  return new Map([...found].filter(([, names]) => !names.includes('')));
}

function byTable(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(nameOf(row));
    const known = found.get(key);
    if (known === undefined) found.set(key, [row]);
    else known.push(row);
  }
  return found;
}
