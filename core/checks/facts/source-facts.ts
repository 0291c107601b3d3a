import type { TableShape } from '../../tables/table-shape';

export interface SourceFacts {
  readonly version: string;
  /** Of the server, ISO 8601 in UTC; and its zone's offset. */
  readonly serverTime?: string;
  readonly utcOffsetMinutes?: number;
  /** Those of the ask that exist, wildcards resolved. */
  readonly tables: readonly TableFacts[];
  /** Names in the schemas asked for, to offer the nearest; at most some thousands. */
  readonly names: readonly { readonly schema: string; readonly table: string }[];
  /** Parts that could not be looked at, and why: what rests on them is skipped, never passed. */
  readonly unavailable?: Readonly<Partial<Record<'tables' | 'columns' | 'keys' | 'lobs', string>>>;
}

export interface TableFacts extends TableShape {
  readonly kind:
    | 'table'
    | 'view'
    | 'materialized-view'
    | 'partitioned-table'
    | 'external'
    | 'temporary'
    | 'other';
  readonly rowsEstimated?: number;
  readonly bytes?: number;
  /** Besides the primary key. */
  readonly uniqueKeys: readonly (readonly string[])[];
  readonly lobColumns: readonly {
    readonly name: string;
    readonly longestBytes?: number;
    readonly sampled: boolean;
  }[];
  /** Whether the login may read it; absent where the engine does not say. */
  readonly readable?: boolean;
}
