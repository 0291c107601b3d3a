import { z } from 'zod';
import { SecretError } from './secret-error';

/**
 * LastFailureMessage of a failed connection test, in the form of recorded ones
 * (test/helpers/recorded/answers/connections.json).
 */
export function testFailure(error: unknown): string {
  const [summary, detail] = describe(error);
  const text = `Test Endpoint failed: Application-Status: 1020912, Application-Message: ${summary}`;
  return detail === undefined ? text : `${text}, Application-Detailed-Message: ${detail}`;
}

function describe(error: unknown): readonly [summary: string, detail?: string] {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof SecretError)
    return [
      'Failed to build connection string Unable to find Secrets Manager secret',
      `Failed to retrieve secret. Unable to find AWS Secrets Manager secret Arn '${error.secretId}' The secrets_manager get secret value failed: ${message}`,
    ];
  const reported = ofDatabase(error instanceof Error ? error.cause : undefined);
  if (reported === undefined) return [message];
  return [
    'Failed to connect Network error has occurred',
    `RetCode: SQL_ERROR SqlState: 08001 NativeError: 101 Message: ${reported}`,
  ];
}

/** Error of pg or of Node.js, also when the addresses of a host failed together. */
const DatabaseError = z.object({
  message: z.string(),
  code: z.string().default(''),
  hostname: z.string().default(''),
});

/** Text of psqlODBC for an error of the server, with an SQLSTATE, or of the network. */
function ofDatabase(cause: unknown): string | undefined {
  const reported = DatabaseError.safeParse(cause);
  if (!reported.success) return undefined;
  const { code, message, hostname } = reported.data;
  if (/^(?=.*\d)[0-9A-Z]{5}$/.test(code)) return `FATAL: ${message}`;
  const text = `${code} ${message}`;
  if (/ECONNREFUSED/.test(text)) return '[unixODBC]could not connect to server: Connection refused';
  if (/ENOTFOUND|EAI_/.test(text))
    return `[unixODBC]could not translate host name "${hostname}" to address: Name or service not known`;
  if (/timeout|ETIMEDOUT/i.test(text)) return '[unixODBC]timeout expired';
  return `[unixODBC]${message}`;
}
