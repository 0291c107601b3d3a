import type { TableShape } from '../../tables/table-shape';
import type { ManifestColumn } from '../snapshots/manifest';
import { hiveTypeOfParquet, hiveTypeOfSource, type ParquetElement } from './hive-types';

/** Facts about a table's columns from its files and its source. Each may be unknown. */
export interface ColumnEvidence {
  /** Schema of one of its Parquet files. */
  readonly footer?: readonly ParquetElement[] | undefined;
  /** Fields in the first line of one of its CSV files. */
  readonly header?: readonly string[] | undefined;
  readonly shape?: Pick<TableShape, 'engine' | 'columns'> | undefined;
  /** Columns that DMS adds, in its order. */
  readonly added: AddedColumns;
}

export interface AddedColumns {
  /** True if `Op` is the first column. */
  readonly operation: boolean;
  readonly timestamp?: string | undefined;
  /** Name of the last column, which a rule adds. */
  readonly sequence?: string | undefined;
}

/** DMS's name of the column with the operation. */
export const operationColumn = 'Op';

/**
 * Returns the columns of a table; empty when nothing is known. The file decides names, order and (Parquet) types: the job's rules
 * may have changed them, and Athena rejects a type that contradicts the file. The source decides the rest.
 */
export function columnsOf({ footer, header, shape, added }: ColumnEvidence): readonly ManifestColumn[] {
  const source = new Map(shape?.columns.map((column) => [column.name.toLowerCase(), column]));
  const described = (name: string, type?: string): ManifestColumn => {
    const column = source.get(name.toLowerCase());
    const known =
      column === undefined || shape === undefined ? undefined : hiveTypeOfSource(shape.engine, column);
    return {
      name,
      type: type ?? known ?? 'string',
      ...(column === undefined ? {} : { sourceType: sourceTypeOf(column) }),
    };
  };
  if (footer !== undefined)
    return footer
      .filter(({ type }) => type !== undefined)
      .map((element) => described(element.name, hiveTypeOfParquet(element)));
  if (header !== undefined) return header.map((name) => described(name));
  if (shape === undefined) return [];
  const names = shape.columns.map(({ name }) => name);
  return [
    ...(added.operation ? [operationColumn] : []),
    ...names,
    ...(added.timestamp === undefined ? [] : [added.timestamp]),
    ...(added.sequence === undefined ? [] : [added.sequence]),
  ].map((name) => described(name));
}

function sourceTypeOf({ type, length, precision, scale }: TableShape['columns'][number]): string {
  const size = precision === undefined ? length : scale === undefined ? precision : `${precision},${scale}`;
  return size === undefined || type.includes('(') ? type : `${type}(${size})`;
}
