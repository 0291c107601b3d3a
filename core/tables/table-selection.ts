import type { TableFilter } from './table-filter';
import { exactPattern, looksLikePattern } from './table-pattern';

/** Entry of a job's table list as DMS patterns, in which exact names are escaped. */
export interface TableSelection {
  readonly schemaPattern: string;
  readonly tablePattern: string;
  /** Present if both parts are exact. */
  readonly exact?: { readonly schema: string; readonly table: string };
  readonly exclude: boolean;
  readonly where: readonly TableFilter[];
  readonly excludeColumns: readonly string[];
  readonly rename?: string;
  readonly loadOrder?: number;
  readonly parallel?: ParallelLoad;
  readonly partitions?: 'auto';
  /** Table that those of the entry are partitions of. */
  readonly partitionsOf?: { readonly schema: string; readonly table: string };
}

/** Load of a table in segments; `auto` leaves all choices to Lakeferry. */
export type ParallelLoad =
  | 'auto'
  | {
      /** Absent: the first column of the primary key. */
      readonly column?: string | undefined;
      /** Absent: by the size of the table. */
      readonly segments?: number | undefined;
      /** True if the whole column is read once for exact boundaries. */
      readonly exact?: boolean | undefined;
    };

/** Pattern of a column: `%` and `[..]` are wildcards, `_` is not. */
export function columnPattern(column: string): string {
  return looksLikePattern(column) ? column : exactPattern(column);
}
