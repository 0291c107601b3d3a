import { gunzipSync } from 'node:zlib';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod/mini';
import { CheckReport } from '../core/checks/report/check-report';
import type { CheckRequest } from '../core/checks/request/check-request';
import { Discovered } from '../core/discovery/discovered';
import type { SourceConnection } from '../core/planning/connection-plan';

/** What check-source sees for a person: it stands in the network and may read the secrets, a laptop usually neither. */
export interface SourceChecks {
  doctor(request: CheckRequest, connection: SourceConnection): Promise<CheckReport>;
  /** Of all schemas but the system's when `schema` is undefined. */
  discover(connection: SourceConnection, schema: string | undefined): Promise<Discovered>;
}

/** The function answered with an error, or not in its words. */
export class SourceCheckFailed extends Error {
  override readonly name = 'LookFailed';
}

const Report = z.object({ report: CheckReport });
const Seen = z.object({ discovered: Discovered });
/** An answer that would be too large for Lambda. */
const Gzipped = z.object({ gzip: z.string() });
const FunctionFailure = z.object({ errorType: z.optional(z.string()), errorMessage: z.optional(z.string()) });

/** `functionName` is the platform stack's output CheckSourceFunctionName. Errors of AWS pass through. */
export function createSourceChecks(
  functionName: string,
  client: LambdaClient = new LambdaClient({}),
): SourceChecks {
  const invoke = async <T>(event: object, shape: z.ZodMiniType<T>): Promise<T> => {
    const { FunctionError, Payload } = await client.send(
      new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(event) }),
    );
    const result: unknown = JSON.parse(Payload?.transformToString() || 'null');
    if (FunctionError !== undefined) {
      const { errorType, errorMessage } = FunctionFailure.safeParse(result).data ?? {};
      if (errorType === 'InvalidRunInput')
        throw new SourceCheckFailed(
          `${functionName} does not understand what this version of Lakeferry asks: deploy the platform stack again (${errorMessage ?? ''})`,
        );
      throw new SourceCheckFailed(
        `${functionName} failed: ${errorType ?? FunctionError}: ${errorMessage ?? ''}`,
      );
    }
    const parsed = shape.safeParse(unpacked(result));
    if (parsed.success) return parsed.data;
    throw new SourceCheckFailed(
      `${functionName} does not answer as this version of Lakeferry expects: deploy the platform stack again`,
    );
  };
  return {
    doctor: async (request, connection) => (await invoke({ doctor: { request, connection } }, Report)).report,
    discover: async (connection, schema) =>
      (await invoke({ discover: { connection, ...(schema === undefined ? {} : { schema }) } }, Seen))
        .discovered,
  };
}

function unpacked(result: unknown): unknown {
  const { data } = Gzipped.safeParse(result);
  return data === undefined
    ? result
    : JSON.parse(gunzipSync(Buffer.from(data.gzip, 'base64')).toString('utf8'));
}
