import type { Trust } from '../../aws/database-trust';
import type { DatabaseLogin } from '../../aws/secrets';
import type { Query, QueryResult, Row } from '../../core/checks/query/query';
import type { SourceConnection } from '../../core/planning/connection-plan';

/** A source that is asked. It answers errors instead of throwing them; in none of them is the login. */
export interface SourceDatabase {
  query(query: Query): Promise<QueryResult>;
  close(): Promise<void>;
}

export interface Patience {
  /** From the first packet to the end of the login. */
  readonly connectTimeoutSeconds: number;
}

/** A session of a driver. What it throws is the driver's own. */
export interface DriverSession {
  /** Names of columns in lower case, values made plain. The server is asked to stop after `query.timeoutSeconds`. */
  rows(query: Query): Promise<readonly Row[]>;
  close(): Promise<void>;
  /** Ends at once, without a word to the server. */
  abandon(): void;
}

/** Each engine's file in `drivers/` has one, under the name `connect`. The session writes nothing, where the engine can be told. */
export type Connect = (
  login: DatabaseLogin,
  connection: SourceConnection,
  terms: Patience & { readonly trust: Trust | undefined },
) => Promise<DriverSession>;

/** What went wrong, in the engine's own words: code such as `28P01`, `ORA-01017`, `ELOGIN`, `ECONNREFUSED`. */
export interface DriverFailure {
  readonly code: string;
  readonly message: string;
}
