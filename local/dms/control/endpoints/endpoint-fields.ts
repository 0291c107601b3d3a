import { unsupported } from '../../../unsupported';
import type { ReadSecret } from '../dms-parts';
import { invalidValue } from '../faults';
import type { Endpoint, SourceAccess, TargetAccess } from '../resources';
import type { EndpointInput } from './endpoint-input';
import { echoS3Settings, targetSettings } from './s3-settings';
import { sourceAccess } from './source-access';

const databases = ['postgres', 'aurora-postgresql'];
const sources = ['postgres', 'aurora-postgresql', 'oracle', 'mysql', 'sqlserver', 'mariadb', 'aurora'];

/**
 * Returns an endpoint's description and its access. Throws InvalidParameterValueException for settings that
 * DMS or the local cloud refuses.
 */
export function readEndpoint(
  type: Endpoint['type'],
  engine: string,
  input: EndpointInput,
  readSecret: ReadSecret,
): Pick<Endpoint, 'shown' | 'open'> {
  const known = type === 'source' ? sources : ['s3', ...databases];
  if (!known.includes(engine))
    throw invalidValue(
      unsupported(`EngineName ${engine} of a ${type}`, { instead: `use ${known.join(', ')}`, page: 'dms' }),
    );
  return {
    shown: shown(input),
    open: type === 'source' ? openSource(engine, input, readSecret) : openTarget(engine, input, readSecret),
  };
}

function openTarget(engine: string, input: EndpointInput, readSecret: ReadSecret): TargetAccess {
  const { S3Settings, PostgreSQLSettings } = input;
  if (databases.includes(engine)) {
    const { connect } = openSource(engine, input, readSecret);
    return {
      kind: 'target',
      to: 'tables',
      open: async () => ({
        config: await connect(),
        afterConnect: PostgreSQLSettings?.AfterConnectScript,
        statementSeconds: PostgreSQLSettings?.ExecuteTimeout ?? 60,
      }),
    };
  }
  if (S3Settings === undefined) throw invalidValue('S3Settings is required for an s3 target');
  const roleArn = S3Settings.ServiceAccessRoleArn ?? input.ServiceAccessRoleArn;
  return { kind: 'target', to: 'files', settings: targetSettings(S3Settings), roleArn };
}

function openSource(engine: string, input: EndpointInput, readSecret: ReadSecret): SourceAccess {
  const postgres = input.PostgreSQLSettings;
  return sourceAccess(
    {
      engine,
      databaseName: input.DatabaseName ?? postgres?.DatabaseName,
      sslMode: input.SslMode ?? 'none',
      extraAttributes: input.ExtraConnectionAttributes ?? '',
      secretId: postgres?.SecretsManagerSecretId,
      secretRoleArn: postgres?.SecretsManagerAccessRoleArn,
      direct: {
        host: input.ServerName ?? postgres?.ServerName,
        port: input.Port ?? postgres?.Port,
        user: input.Username ?? postgres?.Username,
        password: input.Password ?? postgres?.Password,
      },
      mapBooleanAsBoolean: postgres?.MapBooleanAsBoolean ?? false,
      slotName: postgres?.SlotName,
    },
    readSecret,
  );
}

/** Settings that were sent, without passwords. */
function shown(input: EndpointInput): Endpoint['shown'] {
  const { Password: _password, S3Settings, PostgreSQLSettings, ...plain } = input;
  const { Password: _other, ...postgres } = PostgreSQLSettings ?? {};
  return {
    SslMode: 'none',
    ...Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)),
    ...(S3Settings === undefined ? {} : { S3Settings: echoS3Settings(S3Settings) }),
    ...(PostgreSQLSettings === undefined ? {} : { PostgreSQLSettings: postgres }),
  };
}
