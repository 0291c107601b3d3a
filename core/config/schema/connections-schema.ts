import { z } from 'zod';
import { sourceEngines } from '../../model/source-engine';
import { sslModes } from '../../model/ssl-mode';
import { ConnectionName } from './name-fields';

/** ExtraConnectionAttributes are `key=value;key=value`. */
const AttributeValue = z
  .union([z.string(), z.number(), z.boolean()])
  .refine((value) => !String(value).includes(';'), { error: 'holds a semicolon, which ends an attribute' });

/** What every database has in common, as a source and as a target. */
const databaseFields = {
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
      'DMS’s SslMode. Default require. DMS knows no require for oracle (default verify-ca with a certificate, else none) and mysql ' +
        '(verify-full with a certificate, else none), and no verify-ca for sqlserver.',
    )
    .optional(),
  certificate: z
    .string()
    .regex(/^arn:aws[a-z-]*:dms:[a-z0-9-]+:\d{12}:cert:[A-Za-z0-9-]+$/, {
      error: 'is not the ARN of a DMS certificate such as arn:aws:dms:eu-west-1:123456789012:cert:HRPROD',
    })
    .describe(
      'ARN of the DMS certificate that verify-ca and verify-full need: a wallet for Oracle, else a CA.',
    )
    .optional(),
  'connection-attributes': z
    .record(
      z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/, { error: 'is not an attribute name' }),
      AttributeValue,
    )
    .describe('DMS’s extra connection attributes of the endpoint.')
    .optional(),
  description: z.string().describe('For people.').optional(),
};

export const Source = z
  .strictObject({
    engine: z.enum(sourceEngines).describe('DMS’s EngineName.'),
    ...databaseFields,
    thick: z
      .boolean()
      .describe(
        'oracle only: Lakeferry’s own look at the source needs Oracle’s client libraries (native network encryption, a 10g ' +
          'password verifier, Oracle older than 12.1); see layers/oracledb/README.md. Default false.',
      )
      .optional(),
  })
  .describe('A database that tables come from.');

export const LakeTarget = z
  .strictObject({
    engine: z.literal('s3').describe('Where DMS writes: the environment’s staging bucket.'),
    description: z.string().describe('For people.').optional(),
  })
  .describe('The data lake.');

export const PostgresTarget = z
  .strictObject({
    engine: z.literal('postgres').describe('A PostgreSQL database.'),
    ...databaseFields,
  })
  .describe('A database that tables go to.');

export const Target = z.union([LakeTarget, PostgresTarget]).describe('Where tables go.');

export const Connections = z
  .strictObject({
    sources: z.record(ConnectionName, Source).describe('Sources by name.'),
    targets: z.record(ConnectionName, Target).describe('Targets by name.'),
  })
  .describe('Named sources and targets. Secrets by name, never a password.');

/** What an environment may say otherwise about a source, or about a target that is a database. */
export const ConnectionOverride = Source.partial()
  .extend({
    'security-group': z
      .string()
      .regex(/^sg-[0-9a-f]{8,17}$/, { error: 'is not a security group such as sg-0a1b2c3d4e5f60718' })
      .describe('Security group of the database: a rule is added that lets the replication instance in.')
      .optional(),
    port: z
      .int({ error: 'is not a whole number' })
      .min(1, { error: 'is below 1' })
      .max(65_535, { error: 'is above 65535' })
      .describe('Port that the rule in security-group opens; default the engine’s own, such as 5432.')
      .optional(),
  })
  .describe('What this environment says otherwise about a source, or a target that is a database.');

export type Source = z.infer<typeof Source>;
export type ConnectionOverride = z.infer<typeof ConnectionOverride>;
export type Target = z.infer<typeof Target>;
export type PostgresTarget = z.infer<typeof PostgresTarget>;
export type Connections = z.infer<typeof Connections>;
