import { type TableName, tableIdentity } from '../../../tables/table-name';
import type { LobFacts } from '../../facts/source-facts';
import type { Query, QueryResults } from '../../query/query';
import { isYes, numberOf, rowsOf, textOf } from '../../query/query-results';
import type { CheckRequest } from '../../request/check-request';
import { oracleIdentifier } from '../dialect';
import { selectedNames } from './listed-names';
import { typeOf } from './table-facts';
import { tableOf } from './table-rows';

/** Types whose longest value is measured. LONG and LONG RAW have no length function. */
const measuredTypes: ReadonlySet<string> = new Set(['clob', 'nclob', 'blob']);
const otherLobTypes: ReadonlySet<string> = new Set(['long', 'long raw', 'xmltype', 'bfile']);

/** Rows read of a table. A larger table is sampled. */
const rowsRead = 10_000;
/** Columns measured in one statement. Others are reported as not measured. */
const maxColumns = 200;
const timeoutSeconds = 30;

/**
 * The DMS guide recommends two bytes per character, and for four outside of the Basic Multilingual
 * Plane.
 */
const bytesPerCharacter = 2;

export interface LobColumn extends TableName {
  readonly column: string;
  readonly type: string;
  readonly rows?: number | undefined;
}

/** LOB columns of the selected tables. */
export function lobColumns(request: CheckRequest, results: QueryResults): readonly LobColumn[] {
  const rowCounts = new Map(
    rowsOf(results, 'tables').map((row) => [tableOf(row), numberOf(row, 'num_rows')]),
  );
  const tables = new Set(
    selectedNames(request, results)
      .filter(({ kind }) => kind === 'table')
      .map(tableIdentity),
  );
  return rowsOf(results, 'columns')
    .filter((row) => tables.has(tableOf(row)) && !isYes(row, 'hidden_column') && isLob(typeOf(row)))
    .map((row) => ({
      schema: textOf(row, 'owner') ?? '',
      table: textOf(row, 'table_name') ?? '',
      column: textOf(row, 'column_name') ?? '',
      type: typeOf(row),
      rows: rowCounts.get(tableOf(row)),
    }));
}

/** One statement that measures all columns. None when there is nothing to measure. */
export function lobQuery(columns: readonly LobColumn[]): readonly Query[] {
  const parts = measurable(columns).flatMap((column, place) => {
    const names = [column.schema, column.table, column.column].map(oracleIdentifier);
    if (names.includes(undefined)) return [];
    const [schema, table, name] = names;
    return [
      `SELECT ${place} AS place, MAX(DBMS_LOB.GETLENGTH(${name})) AS longest FROM ${schema}.${table}${sampleOf(column)}`,
    ];
  });
  if (parts.length === 0) return [];
  return [{ id: 'lobs', sql: parts.join(' UNION ALL '), binds: [], timeoutSeconds }];
}

/** Returns a function that gives the measured LOB columns of a table. */
export function lobFacts(
  columns: readonly LobColumn[],
  results: QueryResults,
): (table: TableName) => readonly LobFacts[] {
  const lengths = new Map(
    rowsOf(results, 'lobs').map((row) => [numberOf(row, 'place'), numberOf(row, 'longest')]),
  );
  const places = new Map(measurable(columns).map((column, place) => [column, place]));
  return ({ schema, table }) =>
    columns
      .filter((one) => one.schema === schema && one.table === table)
      .map((column) => {
        const length = places.has(column) ? lengths.get(places.get(column)) : undefined;
        const bytes = column.type === 'blob' ? 1 : bytesPerCharacter;
        return {
          name: column.column,
          ...(length === undefined ? {} : { longestBytes: length * bytes }),
          sampled: sampleOf(column) !== '',
        };
      });
}

function isLob(type: string): boolean {
  return measuredTypes.has(type) || otherLobTypes.has(type);
}

function measurable(columns: readonly LobColumn[]): readonly LobColumn[] {
  return columns.filter(({ type }) => measuredTypes.has(type)).slice(0, maxColumns);
}

function sampleOf({ rows }: LobColumn): string {
  if (rows === undefined || rows <= rowsRead) return '';
  return ` SAMPLE (${Math.max(0.000_001, (100 * rowsRead) / rows).toFixed(6)})`;
}
