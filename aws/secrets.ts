import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod/mini';
import { RunError } from '../core/runs/record/run-error';
import { toRunError } from './errors';

/** What DMS wants in the secret of a source as well. */
const DatabaseLogin = z.object({
  username: z.string(),
  password: z.string(),
  host: z.string(),
  port: z.coerce.number().check(z.int(), z.positive()),
  /** PEM of the CA that signed the server's certificate; DMS has its own place for it. */
  ca: z.optional(z.string()),
});
export type DatabaseLogin = z.infer<typeof DatabaseLogin>;

export interface Secrets {
  /** Read at use, never kept. */
  databaseLogin(secretName: string): Promise<DatabaseLogin>;
}

export function createSecrets(client = new SecretsManagerClient({})): Secrets {
  return {
    async databaseLogin(secretName) {
      const found = await client
        .send(new GetSecretValueCommand({ SecretId: secretName }))
        .catch((error: unknown): never => {
          throw toRunError(error, `reading the secret ${secretName}`, 'SourceUnreachable');
        });
      const parsed = DatabaseLogin.safeParse(parseJson(found.SecretString));
      if (parsed.success) return parsed.data;
      // What is wrong is not said: it would be a piece of the secret.
      throw new RunError(
        'SourceUnreachable',
        `the secret ${secretName} is not JSON with username, password, host and port`,
      );
    },
  };
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
