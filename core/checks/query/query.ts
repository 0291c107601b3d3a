/**
 * Value that every driver binds. An array is bound as one JSON text, which the engine's SQL takes
 * apart.
 */
export type Bind = string | number | null;

/**
 * One statement. Values are bound and identifiers quoted by the engine's rules, so that the name of
 * a table is never read as SQL.
 */
export interface Query {
  /** Key of its result. */
  readonly id: string;
  /** Statement with placeholders in the engine's syntax: `$1`, `:1`, `@p1`, `?`. */
  readonly sql: string;
  readonly binds: readonly Bind[];
  readonly timeoutSeconds: number;
}

/** Value of a result. Adapters return 64-bit and decimal numbers as text, and times as ISO 8601. */
export type Value = string | number | boolean | null;

/** Row of a result, by column name in lower case, whatever the engine returns. */
export type Row = Readonly<Record<string, Value>>;

export type QueryResult =
  | { readonly rows: readonly Row[]; readonly milliseconds: number }
  /** `code` is the engine's own (`ORA-00942`, `42501`, `229`), or `timeout`. */
  | { readonly error: { readonly code: string; readonly message: string }; readonly milliseconds: number };

/** Results by the id of their query. */
export type QueryResults = ReadonlyMap<string, QueryResult>;
