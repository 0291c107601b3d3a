import { cutText } from '../../cut-text';
import { engines } from '../engines';
import type { ConnectionAdvice, ConnectionFailure } from './connection-advice';
import { networkAdvice } from './network-advice';

export interface ConnectionProblem {
  /** Engine, host and port, the reported error, and what to do. */
  readonly text: string;
  /** The server rejected the login: the secret may have been rotated since it was read. */
  readonly isRejected: boolean;
}

/** Explains a failed connection of Lakeferry so that a person can act on it. */
export function connectionProblem(failure: ConnectionFailure): ConnectionProblem {
  const { engine, host, port, code, message } = failure;
  const error = message.includes(code) || code === 'timeout' ? message : `${code}: ${message}`;
  const found = adviceFor(failure, engines[engine].connectionAdvice, networkAdvice);
  const advice = found?.advice(failure) ?? undocumented(failure);
  return {
    text: `${engine} at ${host}:${port}: ${oneLine(error)}: ${advice}`,
    isRejected: found?.isRejected ?? false,
  };
}

/**
 * Advice of `ofEngine`, or else of `ofNetwork`. A text of the server may contain words of a network failure, so it is not compared
 * with those.
 */
export function adviceFor(
  failure: ConnectionFailure,
  ofEngine: readonly ConnectionAdvice[],
  ofNetwork: readonly ConnectionAdvice[],
): ConnectionAdvice | undefined {
  const known = ofEngine.find(({ matches }) => matches(failure));
  if (known !== undefined || engines[failure.engine].serverCode.test(failure.code)) return known;
  return ofNetwork.find(({ matches }) => matches(failure));
}

/** Advice about an error of the server that no advice is known for. */
export function undocumented({ engine, code }: ConnectionFailure): string {
  const { serverCode, errorReference } = engines[engine];
  if (!serverCode.test(code)) return 'see the log of the server';
  return `the server rejected the connection: see its log, and this error in ${errorReference}`;
}

function oneLine(text: string): string {
  return cutText(
    text
      .replaceAll(/\s+/g, ' ')
      .trim()
      .replace(/[:.]+$/, ''),
    600,
  );
}
