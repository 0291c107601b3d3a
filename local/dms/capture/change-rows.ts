import type { Column } from '../load/data-type';
import type { CatalogColumn } from '../load/source';
import type { RowHeaders } from '../mapping/expression';
import { literal, name } from '../mapping/sql';
import { commitStamp } from './file-names';
import type { ChangedRow } from './segments';

const opName = 'lakeferry op';
const stampName = 'lakeferry committed at';
export const orderName = 'lakeferry order';
const sequenceName = 'lakeferry sequence';

/** Headers of a changed row that expressions can use. */
export const headersOfChanges: RowHeaders = { changeSequence: name(sequenceName) };

export const opColumn: Column = { name: 'Op', type: { kind: 'string' }, sql: name(opName), isRequired: true };
export const stampColumn = (column: string): Column => ({
  name: column,
  type: { kind: 'string' },
  sql: name(stampName),
  isRequired: true,
});

/**
 * Changed rows as SQL from FROM on, so that the source converts, filters and computes them as for a load.
 * Nothing is written there.
 */
export function changeRowsSql(
  columns: readonly CatalogColumn[],
  rows: readonly ChangedRow[],
  where: string | undefined,
): string {
  const rowsSql = changedRows(columns, rows);
  return `FROM (${rowsSql}) s${where === undefined ? '' : ` WHERE ${where}`} ORDER BY ${name(orderName)}`;
}

/** Changed rows as a query whose columns have the source's names and types. */
export function changedRows(
  columns: readonly CatalogColumn[],
  rows: readonly Pick<ChangedRow, 'op' | 'committedAt' | 'order' | 'sequence' | 'values'>[],
): string {
  const arrays = [
    arrayLiteral(rows.map(({ op }) => op)),
    arrayLiteral(rows.map(({ committedAt }) => commitStamp(committedAt))),
    `(${arrayLiteral(rows.map(({ order }) => String(order)))})::int8[]`,
    arrayLiteral(rows.map(({ sequence }) => sequence)),
    ...columns.map((_, index) => arrayLiteral(rows.map(({ values }) => values[index] ?? null))),
  ];
  const names = ['op', 'at', 'ord', 'seq', ...columns.map((_, index) => `v${index}`)];
  const typed = [
    `op AS ${name(opName)}`,
    `at AS ${name(stampName)}`,
    `ord AS ${name(orderName)}`,
    `seq AS ${name(sequenceName)}`,
    ...columns.map((column, index) => `v${index}::${column.sqlType} AS ${name(column.name)}`),
  ];
  return `SELECT ${typed.join(', ')} FROM unnest(${arrays.join(', ')}) AS r(${names.join(', ')})`;
}

function arrayLiteral(values: readonly (string | null)[]): string {
  const elements = values.map((value) =>
    value === null ? 'NULL' : `"${value.replaceAll(/["\\]/g, '\\$&')}"`,
  );
  return `${literal(`{${elements.join(',')}}`)}::text[]`;
}
