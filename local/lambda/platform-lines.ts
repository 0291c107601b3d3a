import type { FunctionError } from '../service';
import type { FunctionDefinition } from './function-definition';

/** Lines that Lambda itself writes about one request. */
export interface PlatformLines {
  start(): readonly string[];
  error(error: FunctionError): readonly string[];
  end(milliseconds: number, usedBytes: number): readonly string[];
}

/** Lines in the format that the function's LoggingConfig has. */
export function platformLines(
  { logFormat, memoryMiB }: FunctionDefinition,
  requestId: string,
  now: () => Date,
): PlatformLines {
  return logFormat === 'JSON' ? asJson(requestId, memoryMiB, now) : asText(requestId, memoryMiB);
}

function asText(requestId: string, memoryMiB: number): PlatformLines {
  return {
    start: () => [`START RequestId: ${requestId} Version: $LATEST`],
    error: ({ message, stackTrace }) => [`ERROR ${requestId} ${message}`, ...stackTrace],
    end: (milliseconds, usedBytes) => [
      `END RequestId: ${requestId}`,
      `REPORT RequestId: ${requestId} Duration: ${milliseconds} ms Memory Size: ${memoryMiB} MB Max Memory Used: ${mebibytes(usedBytes)} MB`,
    ],
  };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html */
function asJson(requestId: string, memoryMiB: number, now: () => Date): PlatformLines {
  const line = (type: string, record: object): string =>
    JSON.stringify({ time: now().toISOString(), type, record: { requestId, ...record } });
  return {
    start: () => [line('platform.start', { version: '$LATEST' })],
    error: ({ errorType, errorMessage, stackTrace }) => [
      JSON.stringify({
        timestamp: now().toISOString(),
        level: 'ERROR',
        requestId,
        message: { errorType, errorMessage, stackTrace },
      }),
    ],
    end: (durationMs, usedBytes) => [
      line('platform.report', {
        metrics: { durationMs, memorySizeMB: memoryMiB, maxMemoryUsedMB: mebibytes(usedBytes) },
      }),
    ],
  };
}

function mebibytes(bytes: number): number {
  return Math.ceil(bytes / 1024 ** 2);
}
