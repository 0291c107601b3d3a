import type { Trust } from '../../aws/database-trust';
import type { DatabaseLogin } from '../../aws/secrets';
import type { Query, QueryResult, Row } from '../../core/checks/query/query';
import type { SourceConnection } from '../../core/planning/connection-plan';

/**
 * Connection to a source. It returns errors of queries instead of throwing them, and no error
 * contains the login.
 */
export interface SourceDatabase {
  query(query: Query): Promise<QueryResult>;
  close(): Promise<void>;
}

export interface ConnectLimits {
  /** From the first packet to the end of the login. */
  readonly connectTimeoutSeconds: number;
}

/** Driver of one engine, exported by its file in `drivers/` under the name `driver`. */
export interface Driver {
  readonly connect: Connect;
  /** Codes with which the engine reports that a query exceeded its time limit. */
  readonly timeoutCodes: readonly string[];
  /** Matches code and message of an error after which the connection cannot be used. */
  readonly lostConnection: RegExp;
}

/**
 * Opens a session, which is read-only where the engine supports it. It throws the errors of the
 * driver.
 */
export type Connect = (
  login: DatabaseLogin,
  connection: SourceConnection,
  terms: ConnectLimits & { readonly trust: Trust | undefined },
) => Promise<DriverSession>;

/** Session of a driver. It throws the errors of the driver. */
export interface DriverSession {
  /**
   * Runs a query, and asks the server to cancel it after `query.timeoutSeconds`. Names of columns
   * are in lower case, and values are plain.
   */
  rows(query: Query): Promise<readonly Row[]>;
  close(): Promise<void>;
  /** Ends the session at once, without notifying the server. */
  abandon(): void;
}

/**
 * Failure of a driver: a code such as `28P01`, `ORA-01017`, `ELOGIN` or `ECONNREFUSED`, and its
 * message.
 */
export interface DriverFailure {
  readonly code: string;
  readonly message: string;
}
