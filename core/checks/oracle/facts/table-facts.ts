import type { TableName } from '../../../tables/table-name';
import type { TableFacts } from '../../facts/source-facts';
import type { QueryResults, Row } from '../../query/query';
import { isYes, numberOf, rowOf, rowsOf, textOf } from '../../query/query-results';
import type { ListedName } from './listed-names';
import { rowsOfTable } from './table-rows';

/** Derives the facts of one table, without its LOBs. */
export function tableFacts(name: ListedName, results: QueryResults): Omit<TableFacts, 'lobColumns'> {
  const of = (query: string): readonly Row[] => rowsOfTable(name, rowsOf(results, query));
  const row = of('tables')[0];
  const columns = of('columns').filter((column) => !isYes(column, 'hidden_column'));
  const rows = numberOf(row, 'num_rows');
  const bytes = sizeOf(row, results);
  const keys = keysOf(of('keys'));
  const readable = isReadable(name, results);
  return {
    schema: name.schema,
    table: name.table,
    engine: 'oracle',
    kind: kindOf(name, row, of('external').length > 0),
    columns: columns.map(columnOf),
    primaryKey: [...(keys.find(({ type }) => type === 'P')?.columns ?? [])],
    uniqueKeys: keys.filter(({ type }) => type === 'U').map((key) => key.columns),
    ...(rows === undefined ? {} : { rowsEstimated: rows }),
    ...(bytes === undefined ? {} : { bytes }),
    ...(readable === undefined ? {} : { readable }),
  };
}

function kindOf(name: ListedName, row: Row | undefined, isExternal: boolean): TableFacts['kind'] {
  if (name.kind !== 'table') return name.kind;
  if (isExternal) return 'external';
  if (isYes(row, 'temporary')) return 'temporary';
  return isYes(row, 'partitioned') ? 'partitioned-table' : 'table';
}

function columnOf(row: Row): TableFacts['columns'][number] {
  const type = typeOf(row);
  const length = lengthOf(row, type);
  const precision = numberOf(row, 'data_precision');
  const scale = numberOf(row, 'data_scale');
  return {
    name: textOf(row, 'column_name') ?? '',
    type,
    ...(length === undefined ? {} : { length }),
    ...(precision === undefined ? {} : { precision }),
    ...(scale === undefined ? {} : { scale }),
    nullable: isYes(row, 'nullable'),
  };
}

function lengthOf(row: Row, type: string): number | undefined {
  const characters = numberOf(row, 'char_length');
  if (characters !== undefined && characters > 0) return characters;
  return type === 'raw' ? numberOf(row, 'data_length') : undefined;
}

/** `timestamp with time zone` of `TIMESTAMP(6) WITH TIME ZONE`: the scale holds the digits. */
export function typeOf(row: Row): string {
  return (textOf(row, 'data_type') ?? '').toLowerCase().replace(/\(\d+\)/g, '');
}

function keysOf(
  rows: readonly Row[],
): readonly { readonly type: string; readonly columns: readonly string[] }[] {
  const keys = new Map<string, { type: string; columns: string[] }>();
  for (const row of rows) {
    const constraint = textOf(row, 'constraint_name') ?? '';
    const key = keys.get(constraint) ?? { type: textOf(row, 'constraint_type') ?? '', columns: [] };
    key.columns.push(textOf(row, 'column_name') ?? '');
    keys.set(constraint, key);
  }
  return [...keys.values()];
}

function sizeOf(row: Row | undefined, results: QueryResults): number | undefined {
  const blocks = numberOf(row, 'blocks');
  const blockSize = numberOf(
    rowsOf(results, 'parameters').find((parameter) => textOf(parameter, 'name') === 'db_block_size'),
    'value',
  );
  return blocks === undefined || blockSize === undefined ? undefined : blocks * blockSize;
}

/** Returns undefined when the dictionary did not report it. */
function isReadable(name: TableName, results: QueryResults): boolean | undefined {
  const session = rowOf(results, 'session');
  if (session === undefined || results.get('grants') === undefined) return undefined;
  const readsAnyTable = rowsOf(results, 'privileges').some((row) =>
    ['SELECT ANY TABLE', 'READ ANY TABLE'].includes(textOf(row, 'privilege') ?? ''),
  );
  return (
    readsAnyTable ||
    textOf(session, 'login') === name.schema ||
    rowsOf(results, 'grants').some(
      (row) => textOf(row, 'table_schema') === name.schema && textOf(row, 'table_name') === name.table,
    )
  );
}
