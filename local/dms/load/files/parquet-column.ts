import type { SchemaElement } from 'hyparquet';
import type { Column, DataType } from '../data-type';
import { readNumeric } from './binary-numeric';

/** Value of a Parquet column in memory, before it is written. */
export type ParquetValue = string | number | bigint | boolean | Uint8Array | null;
export type Decode = (buffer: Buffer, start: number, end: number) => ParquetValue;

// PostgreSQL counts days from 2000-01-01, Parquet from 1970-01-01.
const epochDays = 10_957;
const epochMicros = 946_684_800_000_000n;
const lastDay = 2_932_896;
const firstDay = -719_162;
const lastMicro = 253_402_300_799_000_000n;
const firstMicro = -62_135_596_800_000_000n;
const infiniteDay = 0x7fffffff;
const infiniteMoment = 0x7fffffffffffffffn;

/**
 * Schema element of the column, with DMS's types (user guide, "Parquet data types"). The physical types are those of a file that
 * DMS wrote (test/helpers/recorded/answers/files.json, parquet-real-load).
 */
export function schemaElement({ name, type, isRequired }: Column, milliseconds: boolean): SchemaElement {
  return { name, repetition_type: isRequired ? 'REQUIRED' : 'OPTIONAL', ...physical(type, milliseconds) };
}

/** True for the physical types of which DMS writes minima and maxima. */
export function hasStatistics(column: Column): boolean {
  const { type } = physical(column.type, false);
  return type !== 'BYTE_ARRAY' && type !== 'FIXED_LEN_BYTE_ARRAY';
}

function physical(type: DataType, milliseconds: boolean): Omit<SchemaElement, 'name'> {
  switch (type.kind) {
    case 'int':
      if (type.bytes === 8) return { type: 'INT64' };
      return type.bytes === 2 ? { type: 'INT32', converted_type: 'INT_16' } : { type: 'INT32' };
    case 'real':
      return { type: type.bytes === 4 ? 'FLOAT' : 'DOUBLE' };
    case 'numeric': {
      const { precision, scale } = type;
      return {
        type: 'FIXED_LEN_BYTE_ARRAY',
        type_length: bytesOf(precision),
        converted_type: 'DECIMAL',
        precision,
        scale,
      };
    }
    case 'boolean':
      return { type: 'BOOLEAN' };
    case 'date':
      return { type: 'INT32', converted_type: 'DATE' };
    case 'time':
      return { type: 'INT32', converted_type: 'TIME_MILLIS' };
    case 'datetime':
      return { type: 'INT64', converted_type: milliseconds ? 'TIMESTAMP_MILLIS' : 'TIMESTAMP_MICROS' };
    case 'string':
    case 'nclob':
      return { type: 'BYTE_ARRAY', converted_type: 'UTF8' };
    case 'blob':
      return { type: 'BYTE_ARRAY' };
  }
}

/** Fewest bytes that hold every number of these decimal digits with its sign: 7 for 15 digits, 16 for 38. */
function bytesOf(digits: number): number {
  const limit = 10n ** BigInt(digits);
  let bytes = 1;
  while (1n << BigInt(8 * bytes - 1) < limit) bytes += 1;
  return bytes;
}

/**
 * Decoder from PostgreSQL's binary form to the value to write. `overflow` is called for a number that its
 * DECIMAL cannot hold.
 */
export function decoder({ type }: Column, milliseconds: boolean, overflow: () => void): Decode {
  switch (type.kind) {
    case 'int':
      if (type.bytes === 8) return (buffer, start) => buffer.readBigInt64BE(start);
      return type.bytes === 2
        ? (buffer, start) => buffer.readInt16BE(start)
        : (buffer, start) => buffer.readInt32BE(start);
    case 'real':
      return type.bytes === 4
        ? (buffer, start) => buffer.readFloatBE(start)
        : (buffer, start) => buffer.readDoubleBE(start);
    case 'numeric':
      return decimal(type, overflow);
    case 'boolean':
      return (buffer, start) => buffer[start] === 1;
    case 'date':
      return (buffer, start) => day(buffer.readInt32BE(start));
    case 'time':
      return (buffer, start) => Math.floor(Number(buffer.readBigInt64BE(start)) / 1000);
    case 'datetime':
      return milliseconds
        ? (buffer, start) => floorDivide(moment(buffer.readBigInt64BE(start)), 1000n)
        : (buffer, start) => moment(buffer.readBigInt64BE(start));
    case 'string':
    case 'nclob':
      return (buffer, start, end) => buffer.toString('utf8', start, end);
    case 'blob':
      return (buffer, start, end) => new Uint8Array(buffer.subarray(start, end));
  }
}

function decimal({ precision, scale }: { precision: number; scale: number }, overflow: () => void): Decode {
  const limit = 10n ** BigInt(precision);
  return (buffer, start) => {
    const value = readNumeric(buffer, start, scale);
    if (value === null || (value < limit && value > -limit)) return value;
    overflow();
    return null;
  };
}

function day(value: number): number {
  if (value === infiniteDay) return lastDay;
  return value === -infiniteDay - 1 ? firstDay : value + epochDays;
}

function moment(value: bigint): bigint {
  if (value === infiniteMoment) return lastMicro;
  return value === -infiniteMoment - 1n ? firstMicro : value + epochMicros;
}

/** Rounds toward the past, also before 1970. */
function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value < 0n && quotient * by !== value ? quotient - 1n : quotient;
}
