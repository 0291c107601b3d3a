import { RunError, type RunErrorName } from '../core/runs/record/run-error';

/** The SDK's errors are told by name, not by class: DMS answers with names that its model does not know. */
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
  // Glue: somebody changed the table at the same moment.
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
 * Our word for an error of AWS, by what `action` it happened; an error that we have no word for becomes `fallback`.
 * Errors that already speak our words pass through.
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
