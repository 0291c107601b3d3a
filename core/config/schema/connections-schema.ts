import { z } from 'zod';
import { sourceEngines } from '../../model/source-engine';
import { sslModes } from '../../model/ssl-mode';
import { EndpointArn, ExistingInstance } from './existing-dms-schema';
import { ConcurrentRuns, ConnectionName } from './name-fields';

/** ExtraConnectionAttributes are `key=value;key=value`. */
const AttributeValue = z
  .union([z.string(), z.number(), z.boolean()])
  .refine((value) => !String(value).includes(';'), {
    error: 'contains a semicolon, which separates attributes',
  });

const Endpoint = EndpointArn.describe(
  'ARN of an existing DMS endpoint. Lakeferry uses it, and changes nothing of it. Default: Lakeferry creates one.',
).optional();

/** Fields that sources and databases as targets share. */
const databaseFields = {
  endpoint: Endpoint,
  secret: z
    .string()
    .regex(/^[A-Za-z0-9/_+=.@-]{1,512}$/, {
      error: 'is not the name of a Secrets Manager secret: use letters, digits and / _ + = . @ -',
    })
    .describe('Name of the Secrets Manager secret with username, password, host and port.'),
  database: z.string().min(1, { error: 'is empty' }).describe('Database, Oracle SID or service name.'),
  ssl: z
    .enum(sslModes)
    .describe(
      'SslMode of DMS. Default require. DMS does not support require for oracle (default verify-ca with a certificate, else ' +
        'none) and mysql (default verify-full with a certificate, else none), nor verify-ca for sqlserver.',
    )
    .optional(),
  certificate: z
    .string()
    .regex(/^arn:aws[a-z-]*:dms:[a-z0-9-]+:\d{12}:cert:[A-Za-z0-9-]+$/, {
      error: 'is not the ARN of a DMS certificate such as arn:aws:dms:eu-west-1:123456789012:cert:HRPROD',
    })
    .describe(
      'ARN of the DMS certificate for verify-ca and verify-full: a wallet for Oracle, a CA for other engines.',
    )
    .optional(),
  'connection-attributes': z
    .record(
      z
        .string()
        .regex(/^[A-Za-z][A-Za-z0-9_]*$/, { error: 'is not an attribute name' })
        .refine((key) => !/^(user(name)?|uid|(.*_?)?pass(word)?|pwd)$/i.test(key), {
          error: 'is not an attribute to write here: user and password belong in the secret',
        })
        .refine((key) => !/^(host|port|(server|database)(name)?)$/i.test(key), {
          error:
            'is not an attribute to write here: host and port are in the secret, the database in "database"',
        }),
      AttributeValue,
    )
    .describe('Extra connection attributes of the DMS endpoint.')
    .optional(),
  description: z.string().describe('Text for people.').optional(),
};

export const Source = z
  .strictObject({
    engine: z.enum(sourceEngines).describe('EngineName of DMS.'),
    ...databaseFields,
    secret: databaseFields.secret
      .describe(
        'Name of the Secrets Manager secret with username, password, host and port. Optional with an endpoint: Lakeferry then ' +
          'makes no source checks.',
      )
      .optional(),
    thick: z
      .boolean()
      .describe(
        'oracle only: true if Lakeferry’s own connection needs Oracle’s client libraries (native network encryption, a 10g ' +
          'password verifier, Oracle older than 12.1). See layers/oracledb/README.md. Default false.',
      )
      .optional(),
    'max-concurrent-runs': ConcurrentRuns.describe(
      'Maximum number of runs that read this source at the same time. Others wait. Default: no limit.',
    ).optional(),
    'replication-instance': ExistingInstance.describe(
      'Existing replication instance for the jobs that read this source. Default: that of the environment.',
    ).optional(),
  })
  .describe('A database that tables are read from.');

export const LakeTarget = z
  .strictObject({
    engine: z.literal('s3').describe('Files in the staging bucket of the environment.'),
    endpoint: Endpoint,
    description: z.string().describe('Text for people.').optional(),
  })
  .describe('The data lake.');

export const PostgresTarget = z
  .strictObject({
    engine: z.literal('postgres').describe('A PostgreSQL database.'),
    ...databaseFields,
  })
  .describe('A database that tables are written to.');

export const Target = z
  .union([LakeTarget, PostgresTarget])
  .describe('A lake or a database that tables are written to.');

export const Connections = z
  .strictObject({
    sources: z.record(ConnectionName, Source).describe('Sources by name.'),
    targets: z.record(ConnectionName, Target).describe('Targets by name.'),
  })
  .describe('Named sources and targets. Each names a secret; passwords are not part of this file.');

/** Fields of a source or a database target that an environment can override. */
export const ConnectionOverride = Source.partial()
  .extend({
    'security-group': z
      .string()
      .regex(/^sg-[0-9a-f]{8,17}$/, { error: 'is not a security group such as sg-0a1b2c3d4e5f60718' })
      .describe(
        'Security group of the database. Lakeferry adds a rule that lets the replication instance in.',
      )
      .optional(),
    port: z
      .int({ error: 'is not a whole number' })
      .min(1, { error: 'is below 1' })
      .max(65_535, { error: 'is above 65535' })
      .describe(
        'Port that the rule in security-group opens. Default: the default port of the engine, such as 5432.',
      )
      .optional(),
  })
  .describe('Fields of a source, or of a database target, that this environment overrides.');

export type Source = z.infer<typeof Source>;
export type ConnectionOverride = z.infer<typeof ConnectionOverride>;
export type Target = z.infer<typeof Target>;
export type PostgresTarget = z.infer<typeof PostgresTarget>;
export type Connections = z.infer<typeof Connections>;
