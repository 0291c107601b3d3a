import type { TableFilter } from './table-filter';
import { exactPattern, looksLikePattern } from './table-pattern';

/** An entry of a job's table list in DMS's terms: patterns in which every exact name is escaped. */
export interface TableSelection {
  readonly schemaPattern: string;
  readonly tablePattern: string;
  /** Present when both parts are exact. */
  readonly exact?: { readonly schema: string; readonly table: string };
  readonly exclude: boolean;
  readonly where: readonly TableFilter[];
  readonly excludeColumns: readonly string[];
  readonly rename?: string;
  readonly loadOrder?: number;
  readonly parallel?: ParallelLoad;
  readonly partitions?: 'auto';
}

/** How a table is loaded in segments; `auto` leaves all of it to Lakeferry. */
export type ParallelLoad =
  | 'auto'
  | {
      /** Absent: the first column of the primary key. */
      readonly column?: string | undefined;
      /** Absent: as many as the table's size is worth. */
      readonly segments?: number | undefined;
      /** Whether the whole column is read once for exact boundaries. */
      readonly exact?: boolean | undefined;
    };

/** A column as a pattern: wildcards only where the department wrote % or [..]. */
export function columnPattern(column: string): string {
  return looksLikePattern(column) ? column : exactPattern(column);
}
