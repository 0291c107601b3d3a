import { cutText } from '../../cut-text';
import { engines } from '../engines';
import type { ConnectionFailure } from './connection-advice';
import { networkAdvice } from './network-advice';

export interface ConnectionProblem {
  /** Engine, host and port, the reported error, and what to do. */
  readonly text: string;
  /** The server rejected the login: the secret may have been rotated since it was read. */
  readonly isRejected: boolean;
}

/** Explains a failed connection so that a person can act on it. */
export function connectionProblem(failure: ConnectionFailure): ConnectionProblem {
  const { engine, host, port, code, message } = failure;
  const error = message.includes(code) || code === 'timeout' ? message : `${code}: ${message}`;
  const found = [...engines[engine].connectionAdvice, ...networkAdvice].find(({ matches }) =>
    matches.test(error),
  );
  const advice = found?.advice(failure) ?? 'see the log of the server';
  return {
    text: `${engine} at ${host}:${port}: ${oneLine(error)}: ${advice}`,
    isRejected: found?.isRejected ?? false,
  };
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
