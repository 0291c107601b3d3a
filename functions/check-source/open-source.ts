import { trustOf } from '../../aws/database-trust';
import type { DatabaseLogin, Secrets } from '../../aws/secrets';
import { connectionProblem } from '../../core/checks/connection/connection-problem';
import type { QueryResult } from '../../core/checks/query/query';
import type { SourceEngine } from '../../core/model/source-engine';
import type { SourceConnection } from '../../core/planning/connection-plan';
import { RunError } from '../../core/runs/record/run-error';
import { within } from './deadline';
import { failureOf } from './driver-failure';
import type { Connect, DriverSession, Patience, SourceDatabase } from './source-database';

/** Seconds that a server has for saying itself that a time limit is over, before we hang up. */
const graceSeconds = 2;

/** Each is a file of its own beside the function's, read when its engine is asked for. */
const drivers: Readonly<Record<SourceEngine, () => Promise<{ readonly connect: Connect }>>> = {
  oracle: () => import('./drivers/oracle'),
  postgres: () => import('./drivers/postgres'),
  sqlserver: () => import('./drivers/sqlserver'),
  mysql: () => import('./drivers/mysql'),
};

/** The server did not take the login. */
export class LoginRefused extends RunError {
  constructor(message: string) {
    super('SourceUnreachable', message);
  }
}

export interface OpenedSource {
  readonly database: SourceDatabase;
  readonly connectMilliseconds: number;
}

/**
 * Reads the login and connects. Where it is refused the secret is read once more: it may have been rotated in between. The same
 * login is never tried twice, which might lock it.
 * @throws RunError `SourceUnreachable`: engine, host, port, what was said and what to do; never the login
 */
export async function openConnection(
  secrets: Secrets,
  connection: SourceConnection,
  patience: Patience,
): Promise<OpenedSource> {
  const began = performance.now();
  const login = await secrets.databaseLogin(connection.secretName);
  const opened = (database: SourceDatabase): OpenedSource => ({
    database,
    connectMilliseconds: Math.round(performance.now() - began),
  });
  try {
    return opened(await openSource(connection.engine, login, connection, patience));
  } catch (error) {
    if (!(error instanceof LoginRefused)) throw error;
    const again = await secrets.databaseLogin(connection.secretName);
    if (JSON.stringify(again) === JSON.stringify(login)) throw error;
    return opened(await openSource(connection.engine, again, connection, patience));
  }
}

/** @throws RunError `SourceUnreachable`, or its `LoginRefused` */
export async function openSource(
  engine: SourceEngine,
  login: DatabaseLogin,
  connection: SourceConnection,
  patience: Patience,
): Promise<SourceDatabase> {
  const { connect } = await drivers[engine]();
  const trust = await trustOf(connection.sslMode, login.ca, amazon);
  try {
    const session = await within(
      patience.connectTimeoutSeconds + graceSeconds,
      connect(login, connection, { ...patience, trust }),
      (late) => late.abandon(),
    );
    return patient(session, login);
  } catch (error) {
    const { databaseName, secretName } = connection;
    const { host, port } = login;
    // Without a cause: a driver's error may hold its whole configuration, and causes are logged.
    const { text, isRefused } = connectionProblem({
      engine,
      host,
      port,
      databaseName,
      secretName,
      ...failureOf(error, login),
    });
    throw isRefused ? new LoginRefused(text) : new RunError('SourceUnreachable', text);
  }
}

/** What each engine says when its own time limit is over. */
const timeoutCodes: ReadonlySet<string> = new Set([
  'timeout',
  // PostgreSQL's query_canceled.
  '57014',
  // MySQL's and MariaDB's.
  '3024',
  '1969',
  'ER_QUERY_TIMEOUT',
  'ER_STATEMENT_TIMEOUT',
  // tedious'.
  'ETIMEOUT',
  'NJS-123',
  'ORA-03136',
  'DPI-1067',
]);

function patient(session: DriverSession, login: DatabaseLogin): SourceDatabase {
  let broken: string | undefined;
  return {
    async query(query) {
      if (broken !== undefined)
        return { error: { code: 'connection-lost', message: broken }, milliseconds: 0 };
      const began = performance.now();
      const milliseconds = (): number => Math.round(performance.now() - began);
      try {
        const rows = await within(query.timeoutSeconds + graceSeconds, session.rows(query));
        return { rows, milliseconds: milliseconds() };
      } catch (error) {
        const { code, message } = failureOf(error, login);
        if (code === 'timeout') {
          broken = `the connection was given up in ${query.id}: ${message}`;
          session.abandon();
        } else if (lostCodes.test(`${code} ${message}`))
          broken = `the connection broke in ${query.id}: ${message}`;
        const result: QueryResult = {
          error: { code: timeoutCodes.has(code) ? 'timeout' : code, message },
          milliseconds: milliseconds(),
        };
        return result;
      }
    },
    async close() {
      if (broken === undefined) await within(graceSeconds, session.close()).catch(() => session.abandon());
      else session.abandon();
    },
  };
}

/** The session is no more; what is asked further would only hang. */
const lostCodes =
  /ECONNRESET|EPIPE|ESOCKET|ECONNCLOSED|PROTOCOL_CONNECTION_LOST|NJS-50[01]|NJS-521|NJS-003|DPI-1080|57P01|Connection terminated|not queryable|closed state/;

async function amazon(): Promise<readonly string[]> {
  return (await import('./drivers/amazon-authorities')).amazonAuthorities;
}
