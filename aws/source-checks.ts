import { gunzipSync } from 'node:zlib';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod/mini';
import { CheckReport } from '../core/checks/report/check-report';
import type { CheckRequest } from '../core/checks/request/check-request';
import { Discovered } from '../core/discovery/discovered';
import type { SourceConnection } from '../core/planning/connection-plan';

/**
 * Checks of the deployed check-source: unlike most laptops, it can reach the sources and read their
 * secrets.
 */
export interface SourceChecks {
  doctor(request: CheckRequest, connection: SourceConnection): Promise<CheckReport>;
  /** Lists the tables of one schema, or of all schemas except those of the system. */
  discover(connection: SourceConnection, schema: string | undefined): Promise<Discovered>;
}

/** The function failed, or its response has another shape. */
export class SourceCheckFailed extends Error {
  override readonly name = 'SourceCheckFailed';
}

const ReportResponse = z.object({ report: CheckReport });
const DiscoveredResponse = z.object({ discovered: Discovered });
/** Response that would be too large for Lambda. */
const Compressed = z.object({ gzip: z.string() });
const FunctionFailure = z.object({ errorType: z.optional(z.string()), errorMessage: z.optional(z.string()) });

/**
 * `functionName` is the output CheckSourceFunctionName of the platform stack. Errors of AWS are not
 * caught.
 */
export function createSourceChecks(
  functionName: string,
  client: LambdaClient = new LambdaClient({}),
): SourceChecks {
  const invoke = async <T>(event: object, shape: z.ZodMiniType<T>): Promise<T> => {
    const { FunctionError, Payload } = await client.send(
      new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(event) }),
    );
    const response: unknown = JSON.parse(Payload?.transformToString() || 'null');
    if (FunctionError !== undefined) throw failureOf(functionName, FunctionError, response);
    const parsed = shape.safeParse(decompressed(response));
    if (parsed.success) return parsed.data;
    throw new SourceCheckFailed(
      `${functionName} is of another version, and its response cannot be read: deploy the platform stack again`,
    );
  };
  return {
    doctor: async (request, connection) =>
      (await invoke({ doctor: { request, connection } }, ReportResponse)).report,
    discover: async (connection, schema) => {
      const event = { discover: { connection, ...(schema === undefined ? {} : { schema }) } };
      return (await invoke(event, DiscoveredResponse)).discovered;
    },
  };
}

function failureOf(functionName: string, functionError: string, response: unknown): SourceCheckFailed {
  const { errorType = functionError, errorMessage = '' } = FunctionFailure.safeParse(response).data ?? {};
  return new SourceCheckFailed(
    errorType === 'InvalidRunInput'
      ? `${functionName} is of another version, and rejects the request: deploy the platform stack again (${errorMessage})`
      : `${functionName} failed: ${errorType}: ${errorMessage}`,
  );
}

function decompressed(response: unknown): unknown {
  const { data } = Compressed.safeParse(response);
  return data === undefined
    ? response
    : JSON.parse(gunzipSync(Buffer.from(data.gzip, 'base64')).toString('utf8'));
}
