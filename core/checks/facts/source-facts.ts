import type { TableName } from '../../tables/table-name';
import type { TableShape } from '../../tables/table-shape';

/** Facts about a source, as its dictionary reports them. */
export interface SourceFacts {
  readonly version: string;
  /** Time of the server, ISO 8601 in UTC. */
  readonly serverTime?: string;
  /** Offset of the server's time zone. */
  readonly utcOffsetMinutes?: number;
  /** Tables of the request that exist, with its wildcards resolved. */
  readonly tables: readonly TableFacts[];
  /**
   * Names in the requested schemas, from which the nearest is suggested. Some thousands at most.
   */
  readonly names: readonly TableName[];
  /**
   * Parts that the source did not report, with the reason. Checks that need them are skipped, never
   * passed.
   */
  readonly unavailable?: Readonly<Partial<Record<FactsPart, string>>>;
}

export type FactsPart = 'tables' | 'columns' | 'keys' | 'lobs';

/** Facts about one table. */
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
  /** Unique keys other than the primary key. */
  readonly uniqueKeys: readonly (readonly string[])[];
  readonly lobColumns: readonly LobFacts[];
  /** Tables whose rows contain those of this table: its parents by partitioning or inheritance. */
  readonly partOf?: readonly TableName[];
  /** True if changes of its rows have the names of other tables. */
  readonly hasParts?: boolean;
  /** True if the login may read the table. Absent where the engine does not report it. */
  readonly readable?: boolean;
}

/** Longest value of a LOB column. */
export interface LobFacts {
  readonly name: string;
  /**
   * In bytes as DMS counts them: a character of an NCLOB takes two. Absent when it was not
   * measured.
   */
  readonly longestBytes?: number;
  /** True if only a part of the rows was read. */
  readonly sampled: boolean;
}

/**
 * Returns true if the table stores rows whose changes are logged: views, external and temporary
 * tables do not.
 */
export function hasRows({ kind }: Pick<TableFacts, 'kind'>): boolean {
  return kind === 'table' || kind === 'partitioned-table';
}
