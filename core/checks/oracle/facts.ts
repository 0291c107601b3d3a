import type { SourceFacts, TableFacts } from '../facts/source-facts';
import { unavailableFacts } from '../facts/unavailable-facts';
import type { QueryResults, Row } from '../query/query';
import { isYes, numberOf, rowsOf, textOf } from '../query/query-results';
import type { CheckRequest } from '../request/check-request';
import { isLob, type LobColumn, measuredLobs } from './lobs';
import type { TableName } from './names';
import { type ListedName, listedNames, selectedNames } from './resolve';

/** What the dictionary says of the job's tables. Shapes leave out what DMS does: hidden columns. */
export function oracleFacts(request: CheckRequest, results: QueryResults): SourceFacts {
  const time = rowsOf(results, 'time')[0];
  const utc = textOf(time, 'utc');
  const offset = offsetMinutes(textOf(time, 'zone'));
  const lobs = measuredLobs(lobColumns(request, results), results);
  const selected = selectedNames(request, results);
  const questions = { tables: 'names', columns: 'columns', keys: 'keys', lobs: 'lobs' };
  return {
    version: versionOf(results),
    ...(utc === undefined ? {} : { serverTime: `${utc}Z` }),
    ...(offset === undefined ? {} : { utcOffsetMinutes: offset }),
    names: listedNames(results).map(({ schema, table }) => ({ schema, table })),
    unavailable: unavailableFacts(results, questions, selected.length > 0),
    tables: selected.map((name) => {
      const own = lobs.filter((lob) => lob.schema === name.schema && lob.table === name.table);
      return {
        ...tableFacts(name, results),
        lobColumns: own.map(({ column, longestBytes, sampled }) => ({
          name: column,
          ...(longestBytes === undefined ? {} : { longestBytes }),
          sampled,
        })),
      };
    }),
  };
}

/** `19.0.0.0.0` of `Oracle Database 19c Enterprise Edition Release 19.0.0.0.0 - Production`. */
export function versionOf(results: QueryResults): string {
  const banner = bannerOf(results);
  return /Release (\d+(?:\.\d+)*)/.exec(banner)?.[1] ?? banner;
}

export function bannerOf(results: QueryResults): string {
  const banners = rowsOf(results, 'version').map((row) => textOf(row, 'banner') ?? '');
  return banners.find((banner) => /^Oracle/.test(banner)) ?? banners[0] ?? '';
}

export function lobColumns(request: CheckRequest, results: QueryResults): readonly LobColumn[] {
  const rowCounts = new Map(rowsOf(results, 'tables').map((row) => [keyOf(row), numberOf(row, 'num_rows')]));
  const readable = new Set(
    selectedNames(request, results)
      .filter(({ kind }) => kind === 'table')
      .map(({ schema, table }) => JSON.stringify([schema, table])),
  );
  return rowsOf(results, 'columns')
    .filter((row) => readable.has(keyOf(row)) && !isYes(row, 'hidden_column') && isLob(typeOf(row)))
    .map((row) => ({
      schema: textOf(row, 'owner') ?? '',
      table: textOf(row, 'table_name') ?? '',
      column: textOf(row, 'column_name') ?? '',
      type: typeOf(row),
      rows: rowCounts.get(keyOf(row)),
    }));
}

function tableFacts(name: ListedName, results: QueryResults): Omit<TableFacts, 'lobColumns'> {
  const row = of(name, rowsOf(results, 'tables'))[0];
  const columns = of(name, rowsOf(results, 'columns')).filter((column) => !isYes(column, 'hidden_column'));
  const rows = numberOf(row, 'num_rows');
  const bytes = sizeOf(row, results);
  const keys = keysOf(of(name, rowsOf(results, 'keys')));
  const readable = mayRead(name, results);
  return {
    schema: name.schema,
    table: name.table,
    engine: 'oracle',
    kind: kindOf(name, row, results),
    columns: columns.map(columnOf),
    primaryKey: [...(keys.find(({ type }) => type === 'P')?.columns ?? [])],
    uniqueKeys: keys.filter(({ type }) => type === 'U').map((key) => key.columns),
    ...(rows === undefined ? {} : { rowsEstimated: rows }),
    ...(bytes === undefined ? {} : { bytes }),
    ...(readable === undefined ? {} : { readable }),
  };
}

function kindOf(name: ListedName, row: Row | undefined, results: QueryResults): TableFacts['kind'] {
  if (name.kind !== 'table') return name.kind;
  if (of(name, rowsOf(results, 'external')).length > 0) return 'external';
  if (isYes(row, 'temporary')) return 'temporary';
  return isYes(row, 'partitioned') ? 'partitioned-table' : 'table';
}

function columnOf(row: Row): TableFacts['columns'][number] {
  const type = typeOf(row);
  const characters = numberOf(row, 'char_length');
  const length =
    characters !== undefined && characters > 0
      ? characters
      : type === 'raw'
        ? numberOf(row, 'data_length')
        : undefined;
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

/** `TIMESTAMP(6) WITH TIME ZONE` without its digits, which stand in the scale. */
function typeOf(row: Row): string {
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

/** Undefined where the dictionary did not answer. */
function mayRead(name: TableName, results: QueryResults): boolean | undefined {
  const session = rowsOf(results, 'session')[0];
  if (session === undefined || results.get('grants') === undefined) return undefined;
  const anyTable = rowsOf(results, 'privileges').some((row) =>
    ['SELECT ANY TABLE', 'READ ANY TABLE'].includes(textOf(row, 'privilege') ?? ''),
  );
  return (
    anyTable ||
    textOf(session, 'login') === name.schema ||
    rowsOf(results, 'grants').some(
      (row) => textOf(row, 'table_schema') === name.schema && textOf(row, 'table_name') === name.table,
    )
  );
}

function offsetMinutes(zone: string | undefined): number | undefined {
  const match = /^([+-]?)(\d{1,2}):(\d{2})$/.exec(zone ?? '');
  if (match === null) return undefined;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}

function keyOf(row: Row): string {
  return JSON.stringify([textOf(row, 'owner'), textOf(row, 'table_name')]);
}

const byTable = new WeakMap<readonly Row[], ReadonlyMap<string, readonly Row[]>>();

/** The rows of one table; sorted once for each answer. */
export function of({ schema, table }: TableName, rows: readonly Row[]): readonly Row[] {
  const sorted = byTable.get(rows) ?? sortedRows(rows);
  byTable.set(rows, sorted);
  return sorted.get(JSON.stringify([schema, table])) ?? [];
}

function sortedRows(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const sorted = new Map<string, Row[]>();
  for (const row of rows) {
    const own = sorted.get(keyOf(row)) ?? [];
    own.push(row);
    sorted.set(keyOf(row), own);
  }
  return sorted;
}
