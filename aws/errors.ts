import { RunError, type RunErrorName } from '../core/runs/record/run-error';

/** Name of an error. Its class is not enough: DMS returns names that the SDK's model does not contain (docs/pitfalls.md#errors-outside-the-sdk-model). */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : 'Unknown';
}

const names: Readonly<Record<string, RunErrorName>> = {
  ThrottlingException: 'Throttled',
  Throttling: 'Throttled',
  TooManyRequestsException: 'Throttled',
  RequestLimitExceeded: 'Throttled',
  ProvisionedThroughputExceededException: 'Throttled',
  SlowDown: 'Throttled',
  ThrottledException: 'Throttled',
  RequestThrottled: 'Throttled',
  RequestThrottledException: 'Throttled',
  // Glue: another call modified the table at the same moment.
  ConcurrentModificationException: 'Throttled',
  OperationTimeoutException: 'ServiceUnavailable',
  InternalServerError: 'ServiceUnavailable',
  InternalFailure: 'ServiceUnavailable',
  ServiceUnavailable: 'ServiceUnavailable',
  ServiceUnavailableException: 'ServiceUnavailable',
  TimeoutError: 'ServiceUnavailable',
  RequestTimeout: 'ServiceUnavailable',
  RequestTimeoutException: 'ServiceUnavailable',
  AccessDeniedException: 'AccessDenied',
  AccessDeniedFault: 'AccessDenied',
  AccessDenied: 'AccessDenied',
  ResourceQuotaExceededFault: 'QuotaExceeded',
  StorageQuotaExceededFault: 'QuotaExceeded',
  ResourceNumberLimitExceededException: 'QuotaExceeded',
};

const networkCodes: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'ETIMEDOUT',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
]);

/**
 * Converts an error of AWS to a RunError with the `action` during which it happened. An unknown error becomes `fallback`. A RunError
 * is returned unchanged.
 */
export function toRunError(error: unknown, action: string, fallback: RunErrorName = 'AwsRefused'): RunError {
  if (error instanceof RunError) return error;
  const name = errorName(error);
  const text = error instanceof Error ? error.message : String(error);
  return new RunError(
    names[name] ?? (isTransient(error) ? 'ServiceUnavailable' : fallback),
    `${action}: ${name}: ${text}`,
    {
      cause: error,
    },
  );
}

function isTransient(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if ('code' in error && typeof error.code === 'string' && networkCodes.has(error.code)) return true;
  if (!('$metadata' in error) || typeof error.$metadata !== 'object' || error.$metadata === null)
    return false;
  const status = 'httpStatusCode' in error.$metadata ? error.$metadata.httpStatusCode : undefined;
  return typeof status === 'number' && status >= 500;
}
