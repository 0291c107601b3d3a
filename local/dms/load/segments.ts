import type { TableMappings, TableSettingsRule } from '../mapping/rules';
import { literal, name } from '../mapping/sql';

/**
 * SQL conditions of a table's segments. Empty when it loads as a whole. Each segment has the remaining rows
 * below its boundary, and the last one has the rest. A row with a NULL in a range column is in none, as in
 * DMS (user guide, CHAP_Tasks.CustomizingTasks.TableMapping.SelectionTransformation.Tablesettings).
 */
export function segmentConditions(
  { tableSettings }: TableMappings,
  { schema, table }: { readonly schema: string; readonly table: string },
): readonly string[] {
  const rule = tableSettings.find(
    ({ 'object-locator': locator }) => locator['schema-name'] === schema && locator['table-name'] === table,
  );
  if (rule === undefined) return [];
  const { columns, boundaries } = rule['parallel-load'];
  const limits = boundaries.map((values) => below(columns, values));
  return [...limits, undefined].map((limit, index) => {
    const former = limits[index - 1];
    return [former === undefined ? undefined : `NOT ${former}`, limit]
      .filter((one) => one !== undefined)
      .join(' AND ');
  });
}

/** `(a < 1 OR (a = 1 AND b < 2))`: the first column counts most. */
function below(columns: TableSettingsRule['parallel-load']['columns'], values: readonly string[]): string {
  const compare = (index: number, operator: '<' | '='): string =>
    `${name(columns[index] ?? '')} ${operator} ${literal(values[index] ?? '')}`;
  const cases = columns.map((_, last) =>
    [...columns.slice(0, last).map((__, index) => compare(index, '=')), compare(last, '<')].join(' AND '),
  );
  return `(${cases.map((one) => `(${one})`).join(' OR ')})`;
}
