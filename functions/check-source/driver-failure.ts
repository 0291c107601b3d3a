import type { DatabaseLogin } from '../../aws/secrets';
import type { DriverFailure } from './source-database';

/**
 * What a driver threw, as code and message, without the login: servers like to repeat the user, and some drivers the whole
 * of their configuration. The error itself is let go of, so that nothing of it is logged.
 */
export function failureOf(
  error: unknown,
  login: Pick<DatabaseLogin, 'username' | 'password'>,
): DriverFailure {
  const first = innermost(error);
  const message = String(member(first, 'message') || first);
  return { code: codeOf(first) ?? codeOf(error) ?? 'unknown', message: withoutLogin(message, login) };
}

/** Node gathers the failures of several addresses of one host, and drivers wrap those of the system: what is deepest tells most. */
function innermost(error: unknown): unknown {
  const below = member(error, 'errors') ?? member(error, 'originalError') ?? member(error, 'cause');
  const first: unknown = Array.isArray(below) ? below[0] : below;
  return (member(first, 'message') ?? '') === '' ? error : innermost(first);
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && key in value ? Reflect.get(value, key) : undefined;
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  // A server's number tells more than the driver's EREQUEST.
  if ('number' in error && typeof error.number === 'number') return String(error.number);
  if ('errno' in error && typeof error.errno === 'number' && 'sqlState' in error) return String(error.errno);
  if ('code' in error && typeof error.code === 'string' && error.code !== '') return error.code;
  return undefined;
}

export function withoutLogin(
  text: string,
  { username, password }: Pick<DatabaseLogin, 'username' | 'password'>,
): string {
  return hide(hide(text, password, '<password>'), username, '<user>');
}

function hide(text: string, secret: string, word: string): string {
  if (secret === '') return text;
  const literal = secret.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  // As a whole word: a user `a` must not take every a away. A password goes wherever it stands.
  const pattern = word === '<password>' ? literal : `(?<![\\p{L}\\p{N}_])${literal}(?![\\p{L}\\p{N}_])`;
  return text.replaceAll(new RegExp(pattern, 'giu'), word);
}
