import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod/mini';
import { RunError } from '../core/runs/record/run-error';
import { toRunError } from './errors';

/** Content of a database's secret, with the keys that DMS requires. */
const DatabaseLogin = z.object({
  username: z.string(),
  password: z.string(),
  host: z.string(),
  port: z.coerce.number().check(z.int(), z.positive()),
  /** PEM of the CA that signed the server's certificate. DMS ignores it. */
  ca: z.optional(z.string()),
});
export type DatabaseLogin = z.infer<typeof DatabaseLogin>;

export interface Secrets {
  /** Reads a login each time it is needed. It is never cached. */
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
      // The message has no detail, which would be a piece of the secret.
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
