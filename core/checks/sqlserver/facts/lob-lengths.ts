import type { TableName } from '../../../tables/table-name';
import type { LobFacts } from '../../facts/source-facts';
import type { Query, QueryResults, Row } from '../../query/query';
import { numberOf, rowsOf, textOf } from '../../query/query-results';
import type { CheckRequest } from '../../request/check-request';
import { sqlServerDialect } from '../dialect';
import { selectedNames } from './listed-names';
import { rowsOfTable } from './table-rows';

/** Rows read of a table. A larger table is sampled by page. */
const rowsRead = 10_000;
/** Columns measured in one statement. Others are reported as not measured. */
const maxColumns = 200;
const timeoutSeconds = 30;

export interface LobColumn extends TableName {
  readonly column: string;
  readonly rows?: number | undefined;
}

/** LOB columns of the selected tables. */
export function lobColumns(request: CheckRequest, results: QueryResults): readonly LobColumn[] {
  return selectedNames(request, results)
    .filter(({ kind }) => kind === 'table')
    .flatMap((name) => {
      const rows = numberOf(rowsOfTable(name, rowsOf(results, 'sizes'))[0], 'row_count');
      return rowsOfTable(name, rowsOf(results, 'columns'))
        .filter(isLob)
        .map((column) => ({
          schema: name.schema,
          table: name.table,
          column: textOf(column, 'name') ?? '',
          rows,
        }));
    });
}

/** One statement that measures all columns. None when there is nothing to measure. */
export function lobQuery(columns: readonly LobColumn[]): readonly Query[] {
  const { identifier } = sqlServerDialect;
  const parts = columns
    .slice(0, maxColumns)
    .map(
      (lob, place) =>
        `SELECT ${place} AS place, MAX(DATALENGTH(${identifier(lob.column)})) AS longest ` +
        `FROM ${identifier(lob.schema)}.${identifier(lob.table)}${sampleOf(lob)}`,
    );
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
  const measured = columns.map((lob, place) => ({ ...lob, longestBytes: lengths.get(place) }));
  return ({ schema, table }) =>
    measured
      .filter((lob) => lob.schema === schema && lob.table === table)
      .map(({ longestBytes, ...lob }) => ({
        name: lob.column,
        ...(longestBytes === undefined ? {} : { longestBytes }),
        sampled: sampleOf(lob) !== '',
      }));
}

/** text, ntext, image, xml and the (max) types, whose max_length is -1. */
function isLob(column: Row): boolean {
  const type = textOf(column, 'type_name') ?? '';
  return (
    ['text', 'ntext', 'image', 'xml'].includes(type) ||
    (['varchar', 'nvarchar', 'varbinary'].includes(type) && numberOf(column, 'max_length') === -1)
  );
}

function sampleOf({ rows }: LobColumn): string {
  if (rows === undefined || rows <= rowsRead) return '';
  return ` TABLESAMPLE (${Math.max(0.01, (100 * rowsRead) / rows).toFixed(2)} PERCENT)`;
}
