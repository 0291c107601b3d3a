import type { Column } from '../checks/facts/column-types';
import type { Query, Row } from '../checks/query/query';
import type { Step } from './boundaries';

/**
 * Kinds of key columns, by how their values are compared and written. `instant` is a timestamp with
 * a time zone.
 */
export type KeyKind = 'integer' | 'decimal' | 'date' | 'timestamp' | 'instant' | 'string';

export interface KeyColumn {
  readonly name: string;
  readonly kind: KeyKind;
  /** Type as the engine names it, in lower case. */
  readonly type: string;
  /**
   * True if an index begins with the column, so that its ends are found without reading the table.
   */
  readonly indexed: boolean;
}

export interface SplitTarget {
  readonly schema: string;
  readonly table: string;
  readonly key: KeyColumn;
  readonly segments: number;
  readonly rows?: number;
  readonly bytes?: number;
}

/**
 * Source of steps. Sources are queried from the cheapest on, each only when the one before returned
 * too little.
 */
export interface StepSource {
  readonly from: 'statistics' | 'sample' | 'extremes' | 'quantiles';
  readonly query: Query;
  /** Returns undefined for statistics that are too coarse or too old. */
  read(rows: readonly Row[]): { readonly steps: readonly Step[]; readonly rowsRead: number } | undefined;
}

/** Boundaries in one engine. Identifiers are quoted and values bound. */
export interface SplitEngine {
  /** Returns undefined for columns by which DMS or Lakeferry cannot split. */
  keyKindOf(column: Pick<Column, 'type' | 'length'>): KeyKind | undefined;
  /**
   * Sources that use statistics or a sample: they read at most some hundred thousand rows of the
   * table.
   */
  cheap(target: SplitTarget): readonly StepSource[];
  /** Source that reads the whole column once, in one session. */
  exact(target: SplitTarget): StepSource;
}

/** Returns the kind whose form matches the type, with or without its size in parentheses. */
export function kindByType(
  kinds: readonly (readonly [KeyKind, RegExp])[],
  type: string,
): KeyKind | undefined {
  const word = type.replace(/\(.*\)$/, '');
  return kinds.find(([, form]) => form.test(type) || form.test(word))?.[0];
}
