import type { SeenShape } from '../../tables/table-shape';
import { keyInTarget } from '../../tables/target-columns';
import type { ManifestColumn } from '../snapshots/manifest';
import {
  type AddedColumns,
  checkedColumns,
  type FileColumn,
  type FileShape,
  fileColumns,
  type SourceColumn,
} from './file-columns';
import { hiveTypeOfParquet, type ParquetElement } from './hive-types';
import { hiveTypeOfSource } from './source-types';

/** Facts about a table's columns from its files and its source. Each may be unknown. */
export interface ColumnEvidence {
  /** Schema of one of its Parquet files. */
  readonly footer?: readonly ParquetElement[] | undefined;
  /** Fields in the header line of one of its CSV files. */
  readonly header?: readonly string[] | undefined;
  /** Fields in the first line of one of its CSV files that have no header line. */
  readonly fields?: readonly string[] | undefined;
  readonly shape?: FileShape | undefined;
  /** Columns that DMS adds. */
  readonly added: AddedColumns;
  /** Rules of the job's TableMappings. */
  readonly rules?: unknown;
  /** Extra connection attributes of the source, on which some types depend. */
  readonly connectionAttributes?: string | undefined;
}

/**
 * Returns the columns of a table; empty when nothing is known, or when a file without a header line contradicts its source.
 * The file decides names, order and (Parquet) types: Athena rejects a type that contradicts the file. The source decides the rest.
 */
export function columnsOf({
  footer,
  header,
  fields,
  shape,
  added,
  rules,
  connectionAttributes,
}: ColumnEvidence): readonly ManifestColumn[] {
  const expected = shape === undefined ? [] : fileColumns(shape, added, rules);
  const exact = new Map(expected.map((column) => [column.name, column]));
  const byName = new Map(expected.map((column) => [column.name.toLowerCase(), column]));
  const format = header === undefined && fields === undefined ? added.type : 'csv';
  const described = (name: string, type?: string): ManifestColumn => {
    const column = (exact.get(name) ?? byName.get(name.toLowerCase()))?.source;
    const known =
      column === undefined || shape === undefined
        ? undefined
        : hiveTypeOfSource(shape.engine, column, format, connectionAttributes);
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
  return checkedColumns(expected, added, fields).map(({ name }: FileColumn) => described(name));
}

/** Names of the key's columns in the files: see `keyInTarget`. Undefined where the source is not known. */
export function keyOf(
  shape: Pick<SeenShape, 'schema' | 'table' | 'columns' | 'primaryKey'> | undefined,
  rules: unknown,
): readonly string[] | undefined {
  if (shape === undefined) return undefined;
  const columns = shape.columns.map(({ name }) => name);
  return keyInTarget(rules, shape, columns, shape.primaryKey);
}

function sourceTypeOf({ type, length, precision, scale }: SourceColumn): string {
  const size = precision === undefined ? length : scale === undefined ? precision : `${precision},${scale}`;
  return size === undefined || type.includes('(') ? type : `${type}(${size})`;
}
