import type { Query, QueryResults, Row } from '../query/query';
import { numberOf, rowsOf, textOf } from '../query/query-results';
import { bracketed } from './names';

const rowsRead = 10_000;
const mostColumns = 200;
/** Seconds. */
const patience = 30;

export interface LobColumn {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
  readonly rows?: number | undefined;
}

/** text, ntext, image, xml and the (max) types, whose max_length is -1. */
export function isLob(column: Row): boolean {
  const type = textOf(column, 'type_name') ?? '';
  return (
    ['text', 'ntext', 'image', 'xml'].includes(type) ||
    (['varchar', 'nvarchar', 'varbinary'].includes(type) && numberOf(column, 'max_length') === -1)
  );
}

/** One statement for all of them; none where there is nothing to measure. Big tables are sampled by page. */
export function lobQuery(columns: readonly LobColumn[]): readonly Query[] {
  const parts = columns
    .slice(0, mostColumns)
    .map(
      (lob, place) =>
        `SELECT ${place} AS place, MAX(DATALENGTH(${bracketed(lob.column)})) AS longest ` +
        `FROM ${bracketed(lob.schema)}.${bracketed(lob.table)}${sample(lob)}`,
    );
  if (parts.length === 0) return [];
  return [{ id: 'lobs', sql: parts.join(' UNION ALL '), binds: [], timeoutSeconds: patience }];
}

export function measuredLobs(
  columns: readonly LobColumn[],
  results: QueryResults,
): readonly (LobColumn & { readonly longestBytes?: number; readonly sampled: boolean })[] {
  const longest = new Map(
    rowsOf(results, 'lobs').map((row) => [numberOf(row, 'place'), numberOf(row, 'longest')]),
  );
  return columns.map((lob, place) => {
    const bytes = longest.get(place);
    return { ...lob, ...(bytes === undefined ? {} : { longestBytes: bytes }), sampled: sample(lob) !== '' };
  });
}

function sample({ rows }: LobColumn): string {
  if (rows === undefined || rows <= rowsRead) return '';
  return ` TABLESAMPLE (${Math.max(0.01, (100 * rowsRead) / rows).toFixed(2)} PERCENT)`;
}
