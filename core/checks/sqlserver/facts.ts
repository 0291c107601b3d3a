import type { SourceFacts, TableFacts } from '../facts/source-facts';
import { unavailableFacts } from '../facts/unavailable-facts';
import type { QueryResults, Row } from '../query/query';
import { isYes, numberOf, rowsOf, textOf } from '../query/query-results';
import type { CheckRequest } from '../request/check-request';
import { isLob, type LobColumn, measuredLobs } from './lobs';
import { type ListedName, listedNames, of, selectedNames } from './resolve';

/** What the catalogue says of the job's tables. */
export function sqlServerFacts(request: CheckRequest, results: QueryResults): SourceFacts {
  const time = rowsOf(results, 'time')[0];
  const utc = Date.parse(textOf(time, 'utc') ?? '');
  const local = Date.parse(textOf(time, 'local_time') ?? '');
  const lobs = measuredLobs(lobColumns(request, results), results);
  const selected = selectedNames(request, results);
  const questions = { tables: 'names', columns: 'columns', keys: 'indexes', lobs: 'lobs' };
  return {
    version: textOf(rowsOf(results, 'version')[0], 'version') ?? '',
    ...(Number.isNaN(utc) ? {} : { serverTime: new Date(utc).toISOString() }),
    ...(Number.isNaN(utc + local) ? {} : { utcOffsetMinutes: Math.round((local - utc) / 60_000) }),
    names: listedNames(results).map(({ schema, table }) => ({ schema, table })),
    unavailable: unavailableFacts(results, questions, selected.length > 0),
    tables: selected.map((name) => ({
      ...tableFacts(name, results),
      lobColumns: lobs
        .filter((lob) => lob.schema === name.schema && lob.table === name.table)
        .map(({ column, longestBytes, sampled }) => ({
          name: column,
          ...(longestBytes === undefined ? {} : { longestBytes }),
          sampled,
        })),
    })),
  };
}

export function lobColumns(request: CheckRequest, results: QueryResults): readonly LobColumn[] {
  return selectedNames(request, results)
    .filter(({ kind }) => kind === 'table')
    .flatMap((name) => {
      const rows = numberOf(of(name, rowsOf(results, 'sizes'))[0], 'row_count');
      return of(name, rowsOf(results, 'columns'))
        .filter(isLob)
        .map((column) => ({
          schema: name.schema,
          table: name.table,
          column: textOf(column, 'name') ?? '',
          rows,
        }));
    });
}

function tableFacts(name: ListedName, results: QueryResults): Omit<TableFacts, 'lobColumns'> {
  const table = of(name, rowsOf(results, 'tables'))[0];
  const size = of(name, rowsOf(results, 'sizes'))[0];
  const rows = numberOf(size, 'row_count');
  const bytes = numberOf(size, 'bytes');
  const keys = keysOf(of(name, rowsOf(results, 'indexes')));
  const readable = of(name, rowsOf(results, 'readable'))[0];
  return {
    schema: name.schema,
    table: name.table,
    engine: 'sqlserver',
    kind: kindOf(name, table, size),
    columns: of(name, rowsOf(results, 'columns')).map(columnOf),
    primaryKey: [...(keys.find(({ isPrimary }) => isPrimary)?.columns ?? [])],
    uniqueKeys: keys.filter(({ isPrimary }) => !isPrimary).map(({ columns }) => columns),
    ...(rows === undefined ? {} : { rowsEstimated: rows }),
    ...(bytes === undefined ? {} : { bytes }),
    ...(readable === undefined ? {} : { readable: isYes(readable, 'readable') }),
  };
}

function kindOf(name: ListedName, table: Row | undefined, size: Row | undefined): TableFacts['kind'] {
  if (name.kind !== 'table') return name.kind;
  if (isYes(table, 'is_external')) return 'external';
  return (numberOf(size, 'partitions') ?? 1) > 1 ? 'partitioned-table' : 'table';
}

/** max_length counts bytes: two a character in the n types; -1 is (max). */
function columnOf(row: Row): TableFacts['columns'][number] {
  const type = textOf(row, 'type_name') ?? '';
  const bytes = numberOf(row, 'max_length') ?? -1;
  const sized = ['char', 'varchar', 'nchar', 'nvarchar', 'binary', 'varbinary'].includes(type) && bytes > 0;
  const exact = ['decimal', 'numeric'].includes(type);
  const timed = ['time', 'datetime2', 'datetimeoffset'].includes(type);
  const precision = numberOf(row, 'precision');
  const scale = numberOf(row, 'scale');
  return {
    name: textOf(row, 'name') ?? '',
    type,
    ...(sized ? { length: type.startsWith('n') ? bytes / 2 : bytes } : {}),
    ...(exact && precision !== undefined ? { precision } : {}),
    ...((exact || timed) && scale !== undefined ? { scale } : {}),
    nullable: isYes(row, 'is_nullable'),
  };
}

function keysOf(
  rows: readonly Row[],
): readonly { readonly isPrimary: boolean; readonly columns: readonly string[] }[] {
  const keys = new Map<string, { isPrimary: boolean; columns: string[] }>();
  for (const row of rows) {
    const column = textOf(row, 'column_name');
    // A filtered index holds some rows only: no key.
    if (!isYes(row, 'is_unique') || isYes(row, 'has_filter') || column === undefined) continue;
    const index = textOf(row, 'index_id') ?? '';
    const key = keys.get(index) ?? { isPrimary: isYes(row, 'is_primary_key'), columns: [] };
    key.columns.push(column);
    keys.set(index, key);
  }
  return [...keys.values()];
}
