import type { DatabaseLogin } from '../../aws/secrets';
import { within } from './deadline';
import { failureOf } from './driver-failure';
import type { Driver, DriverSession, SourceDatabase } from './source-database';

/** Errors of the operating system after which a connection cannot be used. */
const lostConnection = /ECONNRESET|EPIPE/;

/**
 * Limits the time of each query of a session. `graceSeconds` is the time that the server has for
 * reporting a timeout itself. Then the session is abandoned, because further queries would only
 * hang.
 */
export function limitedSession(
  session: DriverSession,
  driver: Pick<Driver, 'timeoutCodes' | 'lostConnection'>,
  login: DatabaseLogin,
  graceSeconds: number,
): SourceDatabase {
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
        const text = `${code} ${message}`;
        if (code === 'timeout') {
          broken = `the connection was closed because query "${query.id}" exceeded its limit: ${message}`;
          session.abandon();
        } else if (lostConnection.test(text) || driver.lostConnection.test(text))
          broken = `the connection was lost in query "${query.id}": ${message}`;
        const isTimeout = code === 'timeout' || driver.timeoutCodes.includes(code);
        return { error: { code: isTimeout ? 'timeout' : code, message }, milliseconds: milliseconds() };
      }
    },
    async close() {
      if (broken === undefined) await within(graceSeconds, session.close()).catch(() => session.abandon());
      else session.abandon();
    },
  };
}
