import { z } from 'zod';
import { ConnectionName } from './name-fields';

/** ExtraConnectionAttributes are `key=value;key=value`. */
const AttributeValue = z
  .union([z.string(), z.number(), z.boolean()])
  .refine((value) => !String(value).includes(';'), { error: 'holds a semicolon, which ends an attribute' });

export const Source = z
  .strictObject({
    engine: z.enum(['oracle', 'postgres', 'sqlserver', 'mysql']).describe('DMS’s EngineName.'),
    secret: z
      .string()
      .regex(/^[A-Za-z0-9/_+=.@-]{1,512}$/, {
        error: 'is not the name of a Secrets Manager secret: use letters, digits and / _ + = . @ -',
      })
      .describe('Name of the Secrets Manager secret with username, password, host and port.'),
    database: z.string().min(1, { error: 'is empty' }).describe('Database, Oracle SID or service name.'),
    ssl: z
      .enum(['none', 'require', 'verify-ca', 'verify-full'])
      .describe(
        'DMS’s SslMode. Default require; oracle: verify-ca with a certificate, else none, as DMS takes only these there.',
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
    thick: z
      .boolean()
      .describe(
        'oracle only: Lakeferry’s own look at the source needs Oracle’s client libraries (native network encryption, a 10g ' +
          'password verifier, Oracle older than 12.1); see layers/oracledb/README.md. Default false.',
      )
      .optional(),
    description: z.string().describe('For people.').optional(),
  })
  .describe('A database that tables come from.');

export const Target = z
  .strictObject({
    engine: z.literal('s3').describe('Where DMS writes: the environment’s staging bucket.'),
    description: z.string().describe('For people.').optional(),
  })
  .describe('Where tables go.');

export const Connections = z
  .strictObject({
    sources: z.record(ConnectionName, Source).describe('Sources by name.'),
    targets: z.record(ConnectionName, Target).describe('Targets by name.'),
  })
  .describe('Named sources and targets. Secrets by name, never a password.');

/** What an environment may say otherwise about a source. */
export const SourceOverride = Source.partial().describe(
  'What this environment says otherwise about a source.',
);

export type Source = z.infer<typeof Source>;
export type SourceOverride = z.infer<typeof SourceOverride>;
export type Target = z.infer<typeof Target>;
export type Connections = z.infer<typeof Connections>;
