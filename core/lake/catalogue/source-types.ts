import type { TableShape } from '../../tables/table-shape';
import type { FileFormat, ManifestColumn } from '../snapshots/manifest';
import { maxDecimalDigits } from './hive-types';
import { parseType } from './parse-type';

type Engine = TableShape['engine'];
type SourceColumn = TableShape['columns'][number];
type Format = FileFormat['type'];

/** Hive type of a source's type in Parquet files and in the view of CSV files, where they differ. */
type Mapped = string | { readonly csv: string; readonly parquet: string };

/**
 * Hive type of a source's column after DMS: for Parquet the type that the file has as soon as there is one, for CSV the type that
 * its text is cast to. A type that is not listed is text.
 * https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Reference.DataTypes.html and the pages of the engines
 */
export function hiveTypeOfSource(
  engine: Engine,
  column: SourceColumn,
  format: Format,
  connectionAttributes = '',
): string {
  const { name, isArray } = parseType(column.type);
  if (isArray) return 'string';
  const attribute = (key: string): string | undefined =>
    new RegExp(`(?:^|;)\\s*${key}=([^;]*)`, 'i').exec(connectionAttributes)?.[1]?.trim().toLowerCase();
  if (decimals.has(name))
    return unboundedType(engine, column, attribute) ?? decimalType(engine, column, format);
  if (engine === 'postgres' && booleans.has(name) && isOn(attribute('MapBooleanAsBoolean'))) return 'boolean';
  if (engine === 'mysql' && name === 'bit') return bitsOfMysql(column.length, format);
  if (engine === 'oracle' && name === 'float') return floatOfOracle(column.precision, format);
  const mapped = types[engine].get(name) ?? 'string';
  return typeof mapped === 'string' ? mapped : mapped[format];
}

/** Type of a number without precision where an attribute of the connection chooses it. */
function unboundedType(
  engine: Engine,
  { precision, scale }: SourceColumn,
  attribute: (key: string) => string | undefined,
): string | undefined {
  if (precision !== undefined || scale !== undefined) return undefined;
  if (engine === 'postgres') return isOn(attribute('MapUnboundedNumericAsString')) ? 'string' : undefined;
  const chosen = engine === 'oracle' ? attribute('numberDataTypeScale') : undefined;
  if (chosen === undefined || !/^-?\d+$/.test(chosen)) return undefined;
  if (chosen === '-2') return 'string';
  return chosen === '-1' ? 'double' : `decimal(38,${chosen})`;
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && ['true', 'y', 'yes', '1'].includes(value);
}

const booleans: ReadonlySet<string> = new Set(['boolean', 'bool']);
const decimals: ReadonlySet<string> = new Set(['number', 'numeric', 'decimal', 'dec']);

/**
 * A scale may be negative or exceed the precision. DMS gives a number without precision digits of its own
 * (docs/pitfalls.md#numbers-without-precision); in CSV its whole digits have no limit, so the view takes as many as it can.
 */
function decimalType(engine: Engine, { precision, scale }: SourceColumn, format: Format): string {
  if (precision === undefined && scale === undefined) {
    if (engine === 'postgres') return format === 'csv' ? 'decimal(38,6)' : 'decimal(28,6)';
    if (engine === 'oracle') return 'decimal(38,10)';
  }
  const integer =
    engine === 'oracle' && format === 'parquet' && scale === 0 ? integerOfOracle(precision) : undefined;
  if (integer !== undefined) return integer;
  const whole = precision ?? maxDecimalDigits;
  const fraction = scale ?? 0;
  const digits = Math.max(whole, fraction, whole - fraction);
  return digits > maxDecimalDigits ? 'string' : `decimal(${digits},${Math.max(fraction, 0)})`;
}

/** NUMBER without decimals is INT1, INT2 or INT4 where it fits, and NUMERIC above (docs/aws-facts/sources.md#oracle-types). */
function integerOfOracle(precision: number | undefined): string | undefined {
  if (precision === undefined || precision > 9) return undefined;
  if (precision <= 2) return 'tinyint';
  return precision <= 4 ? 'smallint' : 'int';
}

/** FLOAT of at most 24 binary digits is REAL4. */
function floatOfOracle(precision: number | undefined, format: Format): string {
  return format === 'parquet' && precision !== undefined && precision <= 24 ? 'float' : 'double';
}

/** BIT is BOOLEAN, BIT(64) is BYTES. The text of more than one bit is not documented. */
function bitsOfMysql(length: number | undefined, format: Format): string {
  if (length === undefined || length === 1) return 'boolean';
  if (format === 'csv') return 'string';
  return length === 64 ? 'binary' : 'boolean';
}

function table(
  ...groups: readonly (readonly [hive: Mapped, ...names: readonly string[]])[]
): ReadonlyMap<string, Mapped> {
  return new Map(groups.flatMap(([hive, ...names]) => names.map((name) => [name, hive] as const)));
}

const types: Readonly<Record<Engine, ReadonlyMap<string, Mapped>>> = {
  postgres: table(
    ['smallint', 'smallint', 'int2', 'smallserial'],
    ['int', 'integer', 'int', 'int4', 'serial'],
    ['bigint', 'bigint', 'int8', 'bigserial', 'oid'],
    ['float', 'real', 'float4'],
    ['double', 'double precision', 'float8'],
    ['decimal(38,4)', 'money'],
    // Text, unless MapBooleanAsBoolean is set: the view restores it.
    [{ csv: 'boolean', parquet: 'string' }, 'boolean', 'bool'],
    ['date', 'date'],
    [{ csv: 'string', parquet: 'int' }, ...zoned('time'), 'timetz'],
    ['timestamp', ...zoned('timestamp'), 'timestamptz'],
    ['binary', 'bytea'],
  ),
  oracle: table(
    ['timestamp', 'date', 'timestamp'],
    ['float', 'binary_float'],
    ['double', 'binary_double'],
    ['binary', 'raw', 'long raw', 'blob'],
  ),
  // Shapes of earlier versions do not say which integers are unsigned, so the view of CSV takes the next size.
  mysql: table(
    [{ csv: 'smallint', parquet: 'tinyint' }, 'tinyint'],
    [{ csv: 'int', parquet: 'smallint' }, 'smallint', 'year'],
    ['int', 'mediumint'],
    [{ csv: 'bigint', parquet: 'int' }, 'int', 'integer'],
    [{ csv: 'decimal(20,0)', parquet: 'bigint' }, 'bigint', 'bigint unsigned'],
    // The files have UINT1 and UINT2 as 32 bits, and UINT4 as 64 bits.
    [{ csv: 'smallint', parquet: 'int' }, 'tinyint unsigned'],
    ['int', 'smallint unsigned'],
    ['bigint', 'mediumint unsigned', 'int unsigned'],
    // REAL(DOUBLE) in the guide.
    [{ csv: 'float', parquet: 'double' }, 'float'],
    ['double', 'double', 'real'],
    ['boolean', 'boolean', 'bool'],
    ['date', 'date'],
    ['timestamp', 'datetime', 'timestamp'],
    ['binary', 'binary', 'varbinary', 'tinyblob', 'blob', 'mediumblob', 'longblob'],
    ['binary', 'geometry', 'point', 'linestring', 'polygon', 'multipoint', 'multilinestring', 'multipolygon'],
    ['binary', 'geometrycollection', 'geomcollection'],
  ),
  sqlserver: table(
    // From 0 to 255.
    [{ csv: 'smallint', parquet: 'int' }, 'tinyint'],
    ['smallint', 'smallint'],
    ['int', 'int'],
    ['bigint', 'bigint'],
    ['float', 'real'],
    ['double', 'float'],
    ['decimal(19,4)', 'money'],
    ['decimal(10,4)', 'smallmoney'],
    ['boolean', 'bit'],
    ['date', 'date'],
    [{ csv: 'string', parquet: 'int' }, 'time'],
    ['timestamp', 'datetime', 'datetime2', 'smalldatetime'],
    // A row version, not a time.
    ['binary', 'timestamp', 'rowversion'],
    ['binary', 'binary', 'varbinary', 'image'],
  ),
};

function zoned(name: string): readonly string[] {
  return [name, `${name} with time zone`, `${name} without time zone`];
}

/**
 * Type of a column in a view. A time of Parquet is an integer of milliseconds in the table, because Hive has no such type, and text
 * in the view, as in CSV. Hive has no unsigned integer either: values from 2^63 on are negative in the table.
 */
export function viewType({ type, sourceType }: ManifestColumn): string {
  if (sourceType === undefined) return type;
  const { name, isArray } = parseType(sourceType);
  if (type === 'int' && !isArray && times.has(name)) return 'time';
  return type === 'bigint' && name === 'bigint unsigned' ? 'unsigned' : type;
}

const times: ReadonlySet<string> = new Set([...zoned('time'), 'timetz']);
