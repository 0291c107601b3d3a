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

/** Digits of a decimal in Hive, Athena and DuckDB: https://docs.aws.amazon.com/athena/latest/ug/data-types.html */
export const maxDecimalDigits = 38;

/**
 * Hive type with which Athena reads the column of a file. Athena rejects a table with another type.
 * https://docs.aws.amazon.com/athena/latest/ug/data-types.html
 */
export function hiveTypeOfParquet(element: ParquetElement): string {
  const logical = element.logical_type?.type ?? element.converted_type ?? '';
  if (logical === 'DECIMAL') {
    const precision = element.precision ?? maxDecimalDigits;
    // Hive has no such decimal: its bytes are what a reader can get.
    return precision > maxDecimalDigits ? 'binary' : `decimal(${precision},${element.scale ?? 0})`;
  }
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

/** 32 bits do not hold UINT_32 with a sign. */
const int32Types: Readonly<Record<string, string>> = {
  INT_8: 'tinyint',
  INT_16: 'smallint',
  DATE: 'date',
  UINT_32: 'bigint',
};
const textual: ReadonlySet<string> = new Set(['UTF8', 'STRING', 'ENUM', 'JSON']);

/**
 * Name of a Hive type in the SQL of Athena (Trino) and DuckDB. A catalogue may still have a decimal that neither can hold: that
 * is text.
 */
export function sqlType(hiveType: string): string {
  const digits = /^decimal\((\d+)/.exec(hiveType)?.[1];
  if (digits !== undefined && Number(digits) > maxDecimalDigits) return 'varchar';
  // Athena's timestamp has milliseconds only.
  if (hiveType === 'timestamp') return 'timestamp(6)';
  return { string: 'varchar', int: 'integer', float: 'real', binary: 'varbinary' }[hiveType] ?? hiveType;
}
