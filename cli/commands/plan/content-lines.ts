import { filterText } from '../../../core/planning/filter-text';
import type { ExcludedColumn, TableContent } from '../../../core/planning/table-content';
import { exactName, matchesTable } from '../../../core/tables/table-pattern';

/** Lines about the rows and columns of one table, or of one pattern, that a job moves. */
export function contentLines(
  contents: readonly TableContent[],
  table: { readonly schema: string; readonly table: string },
): readonly string[] {
  const own = contents.filter((content) => content.action !== 'exclude' && isAbout(content, table));
  const rows = own.flatMap(({ where }) => where.map(filterText));
  const columns = new Set(
    own.flatMap(({ excludedColumns }) => excludedColumns.map((one) => columnName(one, table))),
  );
  const orders = own.flatMap(({ loadOrder }) => loadOrder ?? []);
  return [
    ...(orders.length === 0 ? [] : [`    load order ${orders.join(', ')}`]),
    ...(rows.length === 0 ? [] : [`    where ${rows.join(' and ')}`]),
    ...(columns.size === 0 ? [] : [`    without ${[...columns].join(', ')}`]),
  ];
}

function isAbout(
  { schema, table }: Pick<TableContent, 'schema' | 'table'>,
  of: { readonly schema: string; readonly table: string },
): boolean {
  const isSame = schema === of.schema && table === of.table;
  return isSame || matchesTable({ schema, table }, of);
}

/** `COLUMN` where the rule is about the whole line, `SCHEMA.TABLE.COLUMN` where it is about a part of a pattern. */
function columnName(
  { schema, table, column }: ExcludedColumn,
  of: Pick<ExcludedColumn, 'schema' | 'table'>,
): string {
  const isWhole = isAbout({ schema, table }, of);
  return (isWhole ? [column] : [schema, table, column]).map((one) => exactName(one) ?? one).join('.');
}
