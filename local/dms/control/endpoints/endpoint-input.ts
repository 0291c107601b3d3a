import { z } from 'zod';
import { unsupported } from '../../../unsupported';
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
  // For targets: SQL of each new session, and (echoed only) the size of the files that DMS itself loads from.
  AfterConnectScript: text,
  MaxFileSize: optional(z.number().int()),
  // For change capture. All except SlotName and PluginName are only echoed.
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
      unsupported('pglogical', { instead: 'use test_decoding', page: 'dms' }),
    ),
  ),
  FailTasksOnLobTruncation: optional(z.literal(false)),
  ExecuteTimeout: optional(z.number().int()),
});

// Endpoints of sources that the local cloud cannot read can be created. Their TestConnection reports why they
// fail.
const otherSource = optional(z.record(z.string(), z.unknown()));

/** Fields that Create and Modify have in common. */
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
