import type { TableShape } from '../../tables/table-shape';
import type { CheckFinding } from '../report/check-report';

export type Column = TableShape['columns'][number];

/** Form in which DMS writes the values of a column to the target. */
export type TypeMapping =
  /** The column does not arrive, except in targets of the engine `exceptIn`. */
  | { readonly kind: 'not-migrated'; readonly because: string; readonly exceptIn?: 'postgres' }
  /** Values lose digits or characters. */
  | {
      readonly kind: 'truncated';
      readonly arrivesAs: string;
      /** Connection attributes with which the values arrive complete. */
      readonly unless?: RegExp;
      readonly fix: (table: TableShape, column: Column) => NonNullable<CheckFinding['fix']>;
    }
  /** Values arrive complete, in another type. */
  | { readonly kind: 'converted'; readonly arrivesAs: string };

/** Column types of one engine. */
export interface ColumnTypes {
  /** Page of the DMS guide that lists the mappings. */
  readonly source: string;
  /** Returns undefined where the values arrive as one would expect. */
  mappingOf(column: Column): TypeMapping | undefined;
  /**
   * True if DMS treats the column as a LOB, so that the LOB mode limits how much of a value
   * arrives.
   */
  isLob(column: Column): boolean;
}

export const compareFirstLoad = 'compare the first load with the source';

/** Mapping of a type that the DMS guide does not list. */
export const undocumented: TypeMapping = {
  kind: 'converted',
  arrivesAs: `a type that the DMS guide does not document: ${compareFirstLoad}`,
};
