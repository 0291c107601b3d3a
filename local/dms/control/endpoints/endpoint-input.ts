import { z } from 'zod';
import { optional } from '../operation';
import { S3Settings } from './s3-settings';

const text = optional(z.string());
const flag = optional(z.boolean());

const PostgreSQLSettings = z.strictObject({
  SecretsManagerSecretId: text,
  SecretsManagerAccessRoleArn: text,
  DatabaseName: text,
  ServerName: text,
  Port: optional(z.number().int()),
  Username: text,
  Password: text,
  MapBooleanAsBoolean: flag,
  // Of a target: SQL of each new session, and (echoed only) the size of the files that DMS itself loads from.
  AfterConnectScript: text,
  MaxFileSize: optional(z.number().int()),
  // Change capture's own; all but SlotName and PluginName are kept and echoed only.
  CaptureDdls: flag,
  DdlArtifactsSchema: text,
  HeartbeatEnable: flag,
  HeartbeatFrequency: optional(z.number().int()),
  HeartbeatSchema: text,
  SlotName: optional(
    z.string().regex(/^[a-z0-9_]{1,63}$/, 'must be 1 to 63 lower-case letters, digits and underscores'),
  ),
  PluginName: optional(
    z.enum(
      ['no-preference', 'test-decoding', 'test_decoding'],
      'the local cloud reads PostgreSQL by test_decoding; pglogical is not supported',
    ),
  ),
  FailTasksOnLobTruncation: optional(z.literal(false)),
  ExecuteTimeout: optional(z.number().int()),
});

// Sources that the local cloud cannot read exist all the same: their TestConnection says why.
const otherSource = optional(z.record(z.string(), z.unknown()));

/** What Create and Modify have in common. */
export const endpointFields = {
  Username: text,
  Password: text,
  ServerName: text,
  Port: optional(z.number().int()),
  DatabaseName: text,
  ExtraConnectionAttributes: text,
  SslMode: optional(z.enum(['none', 'require', 'verify-ca', 'verify-full'])),
  CertificateArn: text,
  ServiceAccessRoleArn: text,
  S3Settings: optional(S3Settings),
  PostgreSQLSettings: optional(PostgreSQLSettings),
  OracleSettings: otherSource,
  MySQLSettings: otherSource,
  MicrosoftSQLServerSettings: otherSource,
};

const fields = z.object(endpointFields);
export type EndpointInput = z.infer<typeof fields>;
