import type { ManifestColumn } from '../snapshots/manifest';
import { maxDecimalDigits } from './hive-types';

const integers: ReadonlyMap<string, number> = new Map([
  ['tinyint', 3],
  ['smallint', 5],
  ['int', 10],
  ['bigint', 19],
]);

/**
 * Columns of the newest file, each with a type that the values of earlier files have too. Parquet files keep the type that the
 * source had when they were written. Athena is documented to read INT as BIGINT and FLOAT as DOUBLE
 * (https://docs.aws.amazon.com/athena/latest/ug/updates-changing-column-type.html). Whether it reads INT as DECIMAL is unproven, and
 * a table with the narrower type would be wrong in any case.
 */
export function widened(
  columns: readonly ManifestColumn[],
  before: readonly { readonly name: string; readonly type: string }[],
): readonly ManifestColumn[] {
  const types = new Map(before.map(({ name, type }) => [name.toLowerCase(), type]));
  return columns.map((column) => {
    const earlier = types.get(column.name.toLowerCase());
    return earlier === undefined ? column : { ...column, type: widerType(earlier, column.type) };
  });
}

/** Type of both, or the later one where none has the values of both. */
function widerType(earlier: string, later: string): string {
  if ([earlier, later].every((type) => type === 'float' || type === 'double'))
    return earlier === later ? later : 'double';
  const [one, other] = [integers.get(earlier), integers.get(later)];
  if (one !== undefined && other !== undefined) return one > other ? earlier : later;
  const [a, b] = [digitsOf(earlier), digitsOf(later)];
  if (a === undefined || b === undefined) return later;
  const scale = Math.max(a.scale, b.scale);
  const digits = Math.max(a.whole, b.whole) + scale;
  return digits > maxDecimalDigits ? later : `decimal(${digits},${scale})`;
}

function digitsOf(type: string): { readonly whole: number; readonly scale: number } | undefined {
  const integer = integers.get(type);
  if (integer !== undefined) return { whole: integer, scale: 0 };
  const [, precision, scale] = /^decimal\((\d+),(\d+)\)$/.exec(type) ?? [];
  return precision === undefined
    ? undefined
    : { whole: Number(precision) - Number(scale), scale: Number(scale) };
}
