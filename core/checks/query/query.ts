/** A value that every driver binds; arrays go as one JSON text, which each engine's SQL takes apart itself. */
export type Bind = string | number | null;

/** One statement of a check. Values are bound, identifiers quoted by the engine's rules: a table's name never becomes SQL (O2). */
export interface Query {
  /** Key of its answer. */
  readonly id: string;
  /** Placeholders in the engine's own way: `$1`, `:1`, `@p1`, `?`. */
  readonly sql: string;
  readonly binds: readonly Bind[];
  readonly timeoutSeconds: number;
}

/** A value as a driver gives it, after the adapter made it plain: 64-bit and decimal numbers as text, times as ISO 8601. */
export type Value = string | number | boolean | null;
/** Column names in lower case, whatever the engine does. */
export type Row = Readonly<Record<string, Value>>;

export type QueryResult =
  | { readonly rows: readonly Row[]; readonly milliseconds: number }
  /** The engine's own code (`ORA-00942`, `42501`, `229`), or `timeout`. */
  | { readonly error: { readonly code: string; readonly message: string }; readonly milliseconds: number };

export type QueryResults = ReadonlyMap<string, QueryResult>;
