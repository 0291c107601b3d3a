import { trustOf } from '../../aws/database-trust';
import type { DatabaseLogin, Secrets } from '../../aws/secrets';
import { connectionProblem } from '../../core/checks/connection/connection-problem';
import type { SourceEngine } from '../../core/model/source-engine';
import type { SourceConnection } from '../../core/planning/connection-plan';
import { RunError } from '../../core/runs/record/run-error';
import { within } from './deadline';
import { failureOf } from './driver-failure';
import { databaseDriver } from './engines';
import { limitedSession } from './limited-session';
import type { ConnectLimits, SourceDatabase } from './source-database';

/** Seconds that a server has for reporting a timeout itself, before Lakeferry disconnects. */
export const graceSeconds = 2;

/** The server rejected the login. */
export class LoginRejected extends RunError {
  constructor(message: string) {
    super('SourceUnreachable', message);
  }
}

export interface OpenedSource {
  readonly database: SourceDatabase;
  readonly connectMilliseconds: number;
}

/**
 * Reads the login and connects. When the server rejects the login, the secret is read again,
 * because it may have been rotated in between. The same login is never used twice, which might lock
 * it.
 * @throws RunError `SourceUnreachable`: engine, host, port, the error and what to do, but never the
 * login
 */
export async function openConnection(
  secrets: Secrets,
  connection: SourceConnection,
  limits: ConnectLimits,
): Promise<OpenedSource> {
  const began = performance.now();
  const { secretName } = connection;
  if (secretName === undefined) throw new RunError('SourceUnreachable', withoutSecret(connection));
  const login = await secrets.databaseLogin(secretName);
  const opened = (database: SourceDatabase): OpenedSource => ({
    database,
    connectMilliseconds: Math.round(performance.now() - began),
  });
  try {
    return opened(await openSource(connection.engine, login, connection, limits));
  } catch (error) {
    if (!(error instanceof LoginRejected)) throw error;
    const again = await secrets.databaseLogin(secretName);
    if (JSON.stringify(again) === JSON.stringify(login)) throw error;
    return opened(await openSource(connection.engine, again, connection, limits));
  }
}

/** Reason why Lakeferry does not connect to a source. */
export function withoutSecret({ name }: Pick<SourceConnection, 'name'>): string {
  return `${name} has no secret in connections.yaml, with which Lakeferry could connect`;
}

/** @throws RunError `SourceUnreachable`, or its `LoginRejected` */
export async function openSource(
  engine: SourceEngine,
  login: DatabaseLogin,
  connection: SourceConnection,
  limits: ConnectLimits,
): Promise<SourceDatabase> {
  const driver = await databaseDriver(engine);
  const trust = await trustOf(connection.sslMode, login.ca, amazonAuthorities);
  try {
    const session = await within(
      limits.connectTimeoutSeconds + graceSeconds,
      driver.connect(login, connection, { ...limits, trust }),
      (late) => late.abandon(),
    );
    return limitedSession(session, driver, login, graceSeconds);
  } catch (error) {
    const { databaseName, secretName = '' } = connection;
    const { host, port } = login;
    // Without a cause: the error of a driver may contain its whole configuration, and causes are
    // logged.
    const { text, isRejected } = connectionProblem({
      engine,
      host,
      port,
      databaseName,
      secretName,
      ...failureOf(error, login),
    });
    throw isRejected ? new LoginRejected(text) : new RunError('SourceUnreachable', text);
  }
}

async function amazonAuthorities(): Promise<readonly string[]> {
  return (await import('./drivers/amazon-authorities')).amazonAuthorities;
}
