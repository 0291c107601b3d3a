import type { TableShape } from '../../tables/table-shape';
import { targetColumns } from '../../tables/target-columns';

export type SourceColumn = TableShape['columns'][number];

/** Source table whose columns are in a file. */
export type FileShape = Pick<TableShape, 'engine' | 'columns' | 'schema' | 'table'>;

export interface AddedColumns {
  /** Format of the files, which decides their types. */
  readonly type: 'csv' | 'parquet';
  /** True if `Op` is the first column. */
  readonly operation: boolean;
  readonly timestamp?: string | undefined;
  /** Name of the column with the change sequence, which a rule adds. */
  readonly sequence?: string | undefined;
}

/** DMS's name of the column with the operation. */
export const operationColumn = 'Op';

export interface FileColumn {
  readonly name: string;
  /** Absent for a column that DMS or a rule adds. */
  readonly source?: SourceColumn;
}

/**
 * Columns of a file in the order in which DMS writes them: operation, time, the columns of the source that the rules keep, and
 * the columns that rules add. The guide does not define the order; files of DMS have it (docs/aws-facts/dms-targets.md#timestamp-column).
 */
export function fileColumns(shape: FileShape, added: AddedColumns, rules: unknown): readonly FileColumn[] {
  const own = targetColumns(rules, shape);
  const copied = shape.columns.flatMap((source): FileColumn[] => {
    const name = own.nameOf(source.name);
    return name === undefined ? [] : [{ name, source }];
  });
  return [
    ...(added.operation ? [{ name: operationColumn }] : []),
    ...(added.timestamp === undefined ? [] : [{ name: added.timestamp }]),
    ...copied,
    ...withSequence(own.added, added.sequence).map((name) => ({ name })),
  ];
}

/**
 * Columns of a file without a header line, which are read by position. `fields` are those of its first line, where known.
 * Empty when the line contradicts the columns: no column at all is better than one under another's name.
 */
export function checkedColumns(
  columns: readonly FileColumn[],
  added: AddedColumns,
  fields: readonly string[] | undefined,
): readonly FileColumn[] {
  if (fields === undefined) return columns;
  if (fields.length !== columns.length) return [];
  if (added.operation && !/^[IUD]$/.test(fields[0] ?? '')) return [];
  if (added.timestamp === undefined) return columns;
  const first = added.operation ? 1 : 0;
  if (isTime(fields[first])) return columns;
  // The other place that the guide leaves open: behind the columns of the source.
  const time = columns[first];
  const last = columns.findLastIndex(({ source }) => source !== undefined);
  if (time === undefined || !isTime(fields[last])) return [];
  return [
    ...columns.slice(0, first),
    ...columns.slice(first + 1, last + 1),
    time,
    ...columns.slice(last + 1),
  ];
}

/** https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.S3.html: TimestampColumnName. */
function isTime(field: string | undefined): boolean {
  return /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,9})?$/.test(field ?? '');
}

function withSequence(names: readonly string[], sequence: string | undefined): readonly string[] {
  return sequence === undefined || names.includes(sequence) ? names : [...names, sequence];
}
