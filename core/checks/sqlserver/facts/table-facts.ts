import type { TableFacts } from '../../facts/source-facts';
import type { QueryResults, Row } from '../../query/query';
import { isYes, numberOf, rowsOf, textOf } from '../../query/query-results';
import type { ListedName } from './listed-names';
import { rowsOfTable } from './table-rows';

/** Derives the facts of one table, without its LOBs. */
export function tableFacts(name: ListedName, results: QueryResults): Omit<TableFacts, 'lobColumns'> {
  const of = (query: string): readonly Row[] => rowsOfTable(name, rowsOf(results, query));
  const size = of('sizes')[0];
  const rows = numberOf(size, 'row_count');
  const bytes = numberOf(size, 'bytes');
  const keys = keysOf(of('indexes'));
  const readable = of('readable')[0];
  return {
    schema: name.schema,
    table: name.table,
    engine: 'sqlserver',
    kind: kindOf(name, of('tables')[0], size),
    columns: of('columns').map(columnOf),
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

const sizedTypes: readonly string[] = ['char', 'varchar', 'nchar', 'nvarchar', 'binary', 'varbinary'];
const exactTypes: readonly string[] = ['decimal', 'numeric'];
const timeTypes: readonly string[] = ['time', 'datetime2', 'datetimeoffset'];

/** max_length counts bytes, two per character of the n types. -1 stands for (max). */
function columnOf(row: Row): TableFacts['columns'][number] {
  const type = textOf(row, 'type_name') ?? '';
  const bytes = numberOf(row, 'max_length') ?? -1;
  const isExact = exactTypes.includes(type);
  const precision = numberOf(row, 'precision');
  const scale = numberOf(row, 'scale');
  return {
    name: textOf(row, 'name') ?? '',
    type,
    ...(sizedTypes.includes(type) && bytes > 0 ? { length: type.startsWith('n') ? bytes / 2 : bytes } : {}),
    ...(isExact && precision !== undefined ? { precision } : {}),
    ...((isExact || timeTypes.includes(type)) && scale !== undefined ? { scale } : {}),
    nullable: isYes(row, 'is_nullable'),
  };
}

function keysOf(
  rows: readonly Row[],
): readonly { readonly isPrimary: boolean; readonly columns: readonly string[] }[] {
  const keys = new Map<string, { isPrimary: boolean; columns: string[] }>();
  for (const row of rows) {
    const column = textOf(row, 'column_name');
    // A filtered index covers only some rows, so it is not a key.
    if (!isYes(row, 'is_unique') || isYes(row, 'has_filter') || column === undefined) continue;
    const index = textOf(row, 'index_id') ?? '';
    const key = keys.get(index) ?? { isPrimary: isYes(row, 'is_primary_key'), columns: [] };
    key.columns.push(column);
    keys.set(index, key);
  }
  return [...keys.values()];
}
