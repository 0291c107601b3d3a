/** Column of a Parquet file's schema, as hyparquet returns it. */
export interface ParquetElement {
  readonly name: string;
  /** Physical type. Absent for the root and groups. */
  readonly type?: string | undefined;
  readonly converted_type?: string | undefined;
  readonly logical_type?: { readonly type: string } | undefined;
  readonly precision?: number | undefined;
  readonly scale?: number | undefined;
  readonly num_children?: number | undefined;
}

/**
 * Hive type with which Athena reads the column of a file. Athena rejects a table with another type.
 * https://docs.aws.amazon.com/athena/latest/ug/data-types.html
 */
export function hiveTypeOfParquet(element: ParquetElement): string {
  const logical = element.logical_type?.type ?? element.converted_type ?? '';
  if (logical === 'DECIMAL') return `decimal(${element.precision ?? 38},${element.scale ?? 0})`;
  switch (element.type) {
    case 'BOOLEAN':
      return 'boolean';
    case 'INT32':
      return int32Types[element.converted_type ?? logical] ?? 'int';
    case 'INT64':
      return logical.startsWith('TIMESTAMP') ? 'timestamp' : 'bigint';
    case 'INT96':
      return 'timestamp';
    case 'FLOAT':
      return 'float';
    case 'DOUBLE':
      return 'double';
    default:
      return textual.has(logical) ? 'string' : 'binary';
  }
}

const int32Types: Readonly<Record<string, string>> = { INT_8: 'tinyint', INT_16: 'smallint', DATE: 'date' };
const textual: ReadonlySet<string> = new Set(['UTF8', 'STRING', 'ENUM', 'JSON']);

/** Name of a Hive type in the SQL of Athena (Trino) and DuckDB. */
export function sqlType(hiveType: string): string {
  return { string: 'varchar', int: 'integer', float: 'real', binary: 'varbinary' }[hiveType] ?? hiveType;
}
