import type { SourceEngine } from '../../model/source-engine';

/** Failure of Lakeferry's own connection to a source. */
export interface ConnectionFailure {
  readonly engine: SourceEngine;
  readonly host: string;
  readonly port: number;
  readonly databaseName: string;
  readonly secretName: string;
  /**
   * Code of the engine, the driver or the operating system: `28P01`, `NJS-116`, `ECONNREFUSED`.
   * `timeout` without an answer.
   */
  readonly code: string;
  readonly message: string;
}

/** Advice for failures whose code or message matches. */
export interface ConnectionAdvice {
  readonly matches: RegExp;
  readonly advice: (failure: ConnectionFailure) => string;
  /** The server rejected the login. */
  readonly isRejected?: true;
}

type AdviceText = ConnectionAdvice['advice'];

export const wrongLogin: AdviceText = ({ secretName }) =>
  `correct username and password in the secret ${secretName}, or allow this login on the server`;

export const unknownDatabase: AdviceText = ({ databaseName }) =>
  `there is no database ${databaseName}; correct database on the connection`;

export const noTls: AdviceText = () =>
  'enable TLS on the server, or set ssl: none on the connection if the network is trusted';

export const tooManyConnections: AdviceText = () =>
  'the server accepts no more connections; raise max_connections';

export const wrongAddress: AdviceText = ({ secretName }) =>
  `nothing listens at this address; check host and port in the secret ${secretName}`;

export const unknownHost: AdviceText = ({ secretName }) =>
  `Lakeferry’s network cannot resolve the name; check host in the secret ${secretName} and the DNS of the VPC`;

export const noResponse: AdviceText = () =>
  'the server did not respond in time; allow the security group of the replication instance, and check routes and firewalls';
