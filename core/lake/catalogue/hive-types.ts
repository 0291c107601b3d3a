import type { TableShape } from '../../tables/table-shape';

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

type SourceColumn = TableShape['columns'][number];

/**
 * Hive type of a source's column after DMS, for tables without files and for CSV, which has no types. DMS writes a number without
 * precision as NUMERIC(38,10) (docs/pitfalls.md#numbers-without-precision). DMS writes all other types as text.
 * https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Reference.DataTypes.html
 */
export function hiveTypeOfSource(engine: TableShape['engine'], column: SourceColumn): string {
  const type = column.type
    .replace(/\(.*\)/, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (engine === 'oracle' && type === 'date') return 'timestamp';
  if (/^(timestamp|datetime)/.test(type))
    // Types with a time zone of Oracle and SQL Server (datetimeoffset) become text, PostgreSQL's does not.
    return type === 'datetimeoffset' || (engine === 'oracle' && type.includes('time zone'))
      ? 'string'
      : 'timestamp';
  if (numbers.has(type))
    return `decimal(${column.precision ?? 38},${column.scale ?? (column.precision === undefined ? 10 : 0)})`;
  return types[type] ?? 'string';
}

const numbers: ReadonlySet<string> = new Set(['number', 'numeric', 'decimal', 'money', 'smallmoney']);

const types: Readonly<Record<string, string>> = {
  tinyint: 'smallint',
  smallint: 'smallint',
  int2: 'smallint',
  mediumint: 'int',
  int: 'int',
  int4: 'int',
  integer: 'int',
  year: 'int',
  serial: 'int',
  bigint: 'bigint',
  int8: 'bigint',
  bigserial: 'bigint',
  boolean: 'boolean',
  bool: 'boolean',
  bit: 'boolean',
  real: 'float',
  float4: 'float',
  binary_float: 'float',
  float: 'double',
  float8: 'double',
  double: 'double',
  'double precision': 'double',
  binary_double: 'double',
  date: 'date',
  smalldatetime: 'timestamp',
  bytea: 'binary',
  raw: 'binary',
  blob: 'binary',
  binary: 'binary',
  varbinary: 'binary',
  image: 'binary',
};

/** Name of a Hive type in the SQL of Athena (Trino) and DuckDB. */
export function sqlType(hiveType: string): string {
  return { string: 'varchar', int: 'integer', float: 'real', binary: 'varbinary' }[hiveType] ?? hiveType;
}
