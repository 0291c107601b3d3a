import type { Column } from './column-types';

/** Target of a job's values: files of a format, or a database. */
export interface ValueTarget {
  readonly format: 'csv' | 'parquet' | 'database';
  /** Extra connection attributes of the source, `key=value;...`. */
  readonly connectionAttributes: string;
}

/**
 * Conversion after which values that differ in the source may be equal, or absent. Keys that become equal are one row of a view of
 * current rows.
 */
export interface ColumnLoss {
  /** Fact, as in `times arrive in milliseconds, without the digits behind`. */
  readonly what: string;
  /** True if only values that most columns never hold are lost, such as NaN. */
  readonly rare?: true;
  /** True if the check of column types names the same loss. */
  readonly named?: true;
  /** Setting of a configuration file that keeps the values. Absent when none does. */
  readonly fix?: string;
}

/** Losses of a column's values in a target. */
export type LossesOf = (column: Column, target: ValueTarget) => readonly ColumnLoss[];

const [millisecondDigits, microsecondDigits] = [3, 6];

/**
 * Loss of the fraction of a time. `digits` are those of the source. Parquet files have milliseconds, because Athena reads no others;
 * CSV files have microseconds (docs/pitfalls.md#timestamp-columns), like a PostgreSQL database.
 */
export function fractionLoss(digits: number, { format }: ValueTarget): readonly ColumnLoss[] {
  if (format === 'parquet' && digits > millisecondDigits)
    return [
      {
        what: 'times arrive in milliseconds, so times within one millisecond become equal',
        ...(digits <= microsecondDigits ? { fix: 'format: csv   # keeps microseconds' } : {}),
      },
    ];
  if (format !== 'parquet' && digits > microsecondDigits)
    return [{ what: 'times arrive in microseconds, so times within one microsecond become equal' }];
  return [];
}

/**
 * Dates that no view of a CSV file can hold as a date: docs/pitfalls.md#csv-values-without-a-type. Parquet would keep them, and cut
 * times, so there is no fix without a loss.
 */
export const unusualYears: ColumnLoss = {
  what: 'years before 1 and after 9999 are NULL in views',
  rare: true,
};
