import { z } from 'zod';
import { optional } from './operation';
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
  // Change capture's own; kept and echoed.
  CaptureDdls: flag,
  DdlArtifactsSchema: text,
  HeartbeatEnable: flag,
  HeartbeatFrequency: optional(z.number().int()),
  HeartbeatSchema: text,
  SlotName: text,
  PluginName: text,
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
