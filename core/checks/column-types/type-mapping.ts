import type { TableShape } from '../../tables/table-shape';

export type Column = TableShape['columns'][number];

/** What DMS makes of a column's values. */
export type TypeMapping =
  /** The column does not arrive, but in targets of that kind. */
  | { readonly kind: 'left-out'; readonly because: string; readonly butIn?: 'postgres' }
  /** Values lose something. `type` is one of the engine's own that keeps them, for the SQL that mends it. */
  | { readonly kind: 'cut'; readonly becomes: string; readonly type?: string }
  /** Values arrive whole in another shape. */
  | { readonly kind: 'reshaped'; readonly becomes: string };

export interface TypeTable {
  /** The page that the fates come from. */
  readonly source: string;
  /** Undefined: as one would expect. */
  mappingOf(column: Column): TypeMapping | undefined;
  /** Whether DMS treats the column as a LOB, so that the LOB mode decides how much of it arrives (O3). */
  isLob(column: Column): boolean;
}

export const tryIt = 'compare a first load with the source';
/** Of types that the guide does not list. */
export const notSaid = `the guide does not say what: ${tryIt}`;
