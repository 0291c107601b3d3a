import { engineFacts, type SourceEngine } from '../../model/source-engine';

/** Failure of a connection to a source, of Lakeferry or of DMS. */
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

type Coded = Pick<ConnectionFailure, 'code' | 'message'>;
type AdviceText = (failure: ConnectionFailure) => string;

/** Advice for the failures that match. The first advice that matches counts. */
export interface ConnectionAdvice {
  readonly matches: (failure: Coded) => boolean;
  readonly advice: AdviceText;
  /** The server rejected the login: the secret may have been rotated since it was read. */
  readonly isRejected?: true;
  /** The advice is about Lakeferry’s own driver or network, and not about DMS. */
  readonly isOfLakeferry?: true;
}

/** Matches codes, which are the server's numbers or names, or those of the driver. */
export function byCode(...codes: readonly (string | number)[]): ConnectionAdvice['matches'] {
  const known = new Set(codes.map(String));
  return ({ code }) => known.has(code);
}

/** Matches the text, for servers and drivers that do not pass on a code. */
export function byText(text: RegExp): ConnectionAdvice['matches'] {
  return ({ message }) => text.test(message);
}

/** Matches codes where the engine writes them into its texts, such as `ORA-01017`. */
export function byCodeInText(code: RegExp): ConnectionAdvice['matches'] {
  return (failure) => code.test(`${failure.code} ${failure.message}`);
}

export function eitherOf(...all: readonly ConnectionAdvice['matches'][]): ConnectionAdvice['matches'] {
  return (failure) => all.some((matches) => matches(failure));
}

export function allOf(...all: readonly ConnectionAdvice['matches'][]): ConnectionAdvice['matches'] {
  return (failure) => all.every((matches) => matches(failure));
}

export const wrongLogin: AdviceText = ({ secretName }) =>
  `correct username and password in the secret ${secretName}, or allow this login on the server`;

export const unknownDatabase: AdviceText = ({ databaseName }) =>
  `there is no database ${databaseName}; correct database on the connection`;

export const noTls: AdviceText = () =>
  'enable TLS on the server, or set ssl: none on the connection if the network is trusted';

/** Weakest `ssl` that encrypts. */
export function encryptedMode(engine: SourceEngine): string {
  return engineFacts[engine].sslModes.find((mode) => mode !== 'none') ?? 'verify-ca';
}

export const requiresTls: AdviceText = ({ engine }) =>
  `the server accepts only encrypted connections; set ssl: ${encryptedMode(engine)} on the connection`;

export const tooManyConnections: AdviceText = () =>
  'the server accepts no more connections; raise max_connections';

export const tryLater: AdviceText = () => 'the server is starting, stopping or in recovery; try again later';
