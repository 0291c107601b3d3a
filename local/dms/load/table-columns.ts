import { type RowHeaders, translateExpression } from '../mapping/expression';
import type { TransformationRule } from '../mapping/rules';
import { literal } from '../mapping/sql';
import { transformTable } from '../mapping/transformation';
import {
  addedColumn,
  type Column,
  dmsColumn,
  isLob,
  type SourceColumn,
  type SourceTypeSettings,
} from './data-type';
import { limitLob } from './lob';

export interface ColumnSettings {
  readonly transformations: readonly TransformationRule[];
  readonly sourceTypes: SourceTypeSettings;
  readonly lobs: 'none' | 'limited' | 'full';
  readonly lobLimitKb: number;
}

export interface TargetColumns {
  /** Names in the target. */
  readonly schema: string;
  readonly table: string;
  /** Copied columns, then those that rules add. */
  readonly columns: readonly Column[];
}

/** Name and columns of a table in the target. Throws when no column is left to copy. */
export function targetColumns(
  settings: ColumnSettings,
  table: { readonly schema: string; readonly table: string },
  source: readonly SourceColumn[],
  headers?: RowHeaders,
): TargetColumns {
  const byName = new Map(source.map((column) => [column.name, column]));
  const transformed = transformTable(settings.transformations, {
    schema: table.schema,
    table: table.table,
    columns: source.map((column) => column.name),
  });
  const copied = transformed.columns.flatMap(({ source: sourceName, target: targetName }) => {
    const column = byName.get(sourceName);
    if (column === undefined) return [];
    const typed = dmsColumn(column, targetName, settings.sourceTypes);
    if (settings.lobs === 'none' && isLob(typed.type)) return [];
    const limited = settings.lobs === 'full' ? typed : limitLob(typed, settings.lobLimitKb);
    return [{ ...limited, source: column }];
  });
  const added = transformed.added.map(({ name: column, type, expression }) =>
    addedColumn(column, type, translateExpression(expression, table, headers)),
  );
  return { schema: transformed.schema, table: transformed.table, columns: [...copied, ...added] };
}

/** Text column with the same value in every row. */
export const constant = (column: string, value: string): Column => ({
  name: column,
  type: { kind: 'string' },
  sql: `${literal(value)}::text`,
  isRequired: true,
});
