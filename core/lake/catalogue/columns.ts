import type { TableShape } from '../../tables/table-shape';
import type { ManifestColumn } from '../snapshots/manifest';
import { hiveTypeOfParquet, hiveTypeOfSource, type ParquetElement } from './hive-types';

/** What a table's files and its source say about its columns; each may be unknown. */
export interface ColumnEvidence {
  /** The schema of one of its Parquet files. */
  readonly footer?: readonly ParquetElement[] | undefined;
  /** The first line of one of its CSV files, in fields. */
  readonly header?: readonly string[] | undefined;
  readonly shape?: Pick<TableShape, 'engine' | 'columns'> | undefined;
  /** Columns that DMS adds, in the order in which it does. */
  readonly added: AddedColumns;
}

export interface AddedColumns {
  /** `Op` stands first. */
  readonly operation: boolean;
  readonly timestamp?: string | undefined;
  /** Stands last, as what rules add does. */
  readonly sequence?: string | undefined;
}

/** DMS's name of the operation's column. */
export const operationColumn = 'Op';

/**
 * The file decides over names, order and (Parquet) types: the job's rules may have changed them, and Athena refuses a type that
 * contradicts the file. The source decides over the rest. Empty: nothing is known.
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
      ...(column === undefined ? {} : { sourceType: wordOf(column) }),
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

function wordOf({ type, length, precision, scale }: TableShape['columns'][number]): string {
  const size = precision === undefined ? length : scale === undefined ? precision : `${precision},${scale}`;
  return size === undefined || type.includes('(') ? type : `${type}(${size})`;
}
