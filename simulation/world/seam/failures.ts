import type { Failure } from './call';

/** Error as the SDK throws it. */
export function sdkError({ name, message = name, status = 400, code }: Failure): Error {
  return Object.assign(new Error(message), {
    name,
    $metadata: { httpStatusCode: status },
    ...(code === undefined ? {} : { code }),
  });
}

const throttling: ReadonlySet<string> = new Set([
  'ThrottlingException',
  'Throttling',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'ProvisionedThroughputExceededException',
  'SlowDown',
  'ThrottledException',
  'RequestThrottled',
  'RequestThrottledException',
]);
const transient: ReadonlySet<string> = new Set(['TimeoutError', 'RequestTimeout', 'RequestTimeoutException']);
const networkCodes: ReadonlySet<string> = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT']);

/** Number of attempts of the SDK in its standard mode. */
export const attempts = 3;

/**
 * Milliseconds before the SDK repeats the request, times a random number: see `StandardRetryStrategy` of `@smithy/core`.
 * Undefined: the error is not repeated.
 */
export function retryDelay(error: unknown, attempt: number): number | undefined {
  if (attempt >= attempts || !(error instanceof Error)) return undefined;
  const isThrottling = throttling.has(error.name);
  const code = 'code' in error ? String(error.code) : '';
  const status = statusOf(error);
  if (!isThrottling && !transient.has(error.name) && !networkCodes.has(code) && status < 500)
    return undefined;
  return Math.min(20_000, (isThrottling ? 500 : 100) * 2 ** (attempt - 1));
}

function statusOf(error: Error): number {
  const metadata: unknown = '$metadata' in error ? error.$metadata : undefined;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return 0;
  return Number(metadata.httpStatusCode);
}
