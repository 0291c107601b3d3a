/**
 * Sources whose rows are numbers, for simulations: tasks take their time, have their states and write their
 * files, but nothing is read from a database.
 */
export interface SimulatedRows {
  /** Source behind the endpoint with this identifier. Undefined: it does not exist, and cannot be reached. */
  source(endpointIdentifier: string): SimulatedSource | undefined;
}

export interface SimulatedSource {
  /** Error of a connection. Undefined: the source can be reached. */
  readonly problem?: string | undefined;
  readonly tables: readonly SimulatedTable[];
}

export interface SimulatedTable {
  readonly schema: string;
  readonly table: string;
  readonly rows: number;
  /** Duration of its full load. */
  readonly loadSeconds: number;
  readonly changesPerMinute: number;
}
