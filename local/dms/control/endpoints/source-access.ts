import type { ClientConfig } from 'pg';
import { z } from 'zod';
import { unsupported } from '../../../unsupported';
import type { ReadSecret } from '../dms-parts';
import type { SourceAccess } from '../resources';
import { SecretError } from './secret-error';

export interface SourceSettings {
  readonly engine: string;
  readonly databaseName: string | undefined;
  readonly sslMode: 'none' | 'require' | 'verify-ca' | 'verify-full';
  readonly extraAttributes: string;
  readonly secretId: string | undefined;
  /** Role with which DMS reads the secret. */
  readonly secretRoleArn: string | undefined;
  readonly direct: {
    readonly host: string | undefined;
    readonly port: number | undefined;
    readonly user: string | undefined;
    readonly password: string | undefined;
  };
  readonly mapBooleanAsBoolean: boolean;
  readonly slotName: string | undefined;
}

const Secret = z.object({
  username: z.string(),
  password: z.string(),
  host: z.string(),
  port: z.coerce.number().int(),
});

/** Access to a source endpoint. The secret is read for each connection, as DMS does. */
export function sourceAccess(settings: SourceSettings, readSecret: ReadSecret): SourceAccess {
  const attributes = new Map(
    settings.extraAttributes.split(';').map((pair): [string, string] => {
      const [key = '', value = ''] = pair.split('=');
      return [key.trim().toLowerCase(), value.trim().toLowerCase()];
    }),
  );
  const says = (attribute: string): boolean => ['true', 'y', '1'].includes(attributes.get(attribute) ?? '');
  return {
    kind: 'source',
    types: {
      mapBooleanAsBoolean: settings.mapBooleanAsBoolean || says('mapbooleanasboolean'),
      mapUnboundedNumericAsString: says('mapunboundednumericasstring'),
    },
    slotName: settings.slotName ?? attributes.get('slotname'),
    connect: () => connectConfig(settings, readSecret),
  };
}

async function connectConfig(
  { engine, databaseName, sslMode, secretId, secretRoleArn, direct }: SourceSettings,
  readSecret: ReadSecret,
): Promise<ClientConfig> {
  if (engine !== 'postgres' && engine !== 'aurora-postgresql')
    throw new Error(
      unsupported(`the source engine ${engine}`, {
        instead: 'define a postgres connection of this name for the local environment',
        page: 'dms',
      }),
    );
  if (sslMode === 'verify-ca' || sslMode === 'verify-full')
    throw new Error(
      unsupported(`SslMode ${sslMode}`, {
        instead: 'use none or require for the local environment',
        page: 'dms',
      }),
    );
  const ssl = sslMode === 'require' ? { rejectUnauthorized: false } : false;
  if (databaseName === undefined || databaseName === '') throw new Error('DatabaseName is missing');
  if (secretId === undefined) {
    const { host, port = 5432, user, password } = direct;
    if (host === undefined || user === undefined || password === undefined)
      throw new Error('ServerName, Username or Password is missing, and there is no SecretsManagerSecretId');
    return { host, port, user, password, database: databaseName, ssl };
  }
  const { username, password, host, port } = await readCredentials(secretId, () =>
    readSecret(secretId, secretRoleArn),
  );
  return { host, port, user: username, password, database: databaseName, ssl };
}

async function readCredentials(
  secretId: string,
  read: () => Promise<string>,
): Promise<z.infer<typeof Secret>> {
  let value: unknown;
  try {
    value = JSON.parse(await read());
  } catch (error) {
    // Message and cause of a syntax error would show parts of the secret.
    if (error instanceof SyntaxError) throw new SecretError(secretId, 'the secret is not JSON');
    throw new SecretError(secretId, error instanceof Error ? error.message : String(error));
  }
  const secret = Secret.safeParse(value);
  if (secret.success) return secret.data;
  const fields = [...new Set(secret.error.issues.map((issue) => issue.path.join('.')))].join(', ');
  throw new SecretError(
    secretId,
    `the secret must have username, password, host and port; wrong or missing: ${fields}`,
  );
}
