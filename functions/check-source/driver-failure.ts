import type { DatabaseLogin } from '../../aws/secrets';
import { cutText, longestText } from '../../core/cut-text';
import type { DriverFailure } from './source-database';

type Login = Pick<DatabaseLogin, 'username' | 'password'>;

/**
 * Returns code and message of a driver's error, without the login: servers repeat the user, and
 * some drivers their whole configuration. The error itself is dropped, so that nothing of it is
 * logged.
 */
export function failureOf(error: unknown, login: Login): DriverFailure {
  const cause = innermost(error);
  const message = String(member(cause, 'message') || cause);
  return {
    code: codeOf(cause) ?? codeOf(error) ?? 'unknown',
    message: cutText(withoutLogin(message, login), longestText),
  };
}

/**
 * Node.js collects the failures of several addresses of a host, and drivers wrap those of the
 * system. The innermost says most.
 */
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
  // The number of a server is more precise than EREQUEST of its driver.
  if ('number' in error && typeof error.number === 'number') return String(error.number);
  if ('errno' in error && typeof error.errno === 'number' && 'sqlState' in error) return String(error.errno);
  if ('code' in error && typeof error.code === 'string' && error.code !== '') return error.code;
  return undefined;
}

export function withoutLogin(text: string, { username, password }: Login): string {
  return hide(hide(text, password, '<password>'), username, '<user>');
}

function hide(text: string, secret: string, placeholder: '<password>' | '<user>'): string {
  if (secret === '') return text;
  const literal = secret.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  // A user named `a` is hidden only as a whole word, a password everywhere.
  const pattern =
    placeholder === '<password>' ? literal : `(?<![\\p{L}\\p{N}_])${literal}(?![\\p{L}\\p{N}_])`;
  return text.replaceAll(new RegExp(pattern, 'giu'), placeholder);
}
