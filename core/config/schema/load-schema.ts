import { z } from 'zod';
import { encodings } from './encodings';
import { Notify } from './notify-schema';
import { ConnectionName, JobName, ofBytes } from './name-fields';

const Identifier = z
  .string()
  .min(1, { error: 'is empty' })
  .regex(/^[^\0]*$/, { error: 'contains a NUL character' })
  .refine((text) => ofBytes(text, 63), {
    error: 'is longer than 63 bytes, the maximum of a PostgreSQL name: write a shorter one',
  });

/** Type in CREATE TABLE: words, a length or precision, an array. It cannot end the statement. */
const SqlType = z
  .string()
  .regex(/^[a-z][a-z0-9_ ]{0,60}(\(\d{1,5}(, ?\d{1,5})?\))?( with(out)? time zone)?(\[\])?$/, {
    error:
      'is not a type: write it as in CREATE TABLE, in lower case, such as text, integer or numeric(12,2)',
  });

const Character = z.string().regex(/^[\x21-\x7e\t ]$/, { error: 'is not a single ASCII character' });

export const LoadColumn = z
  .strictObject({
    name: Identifier.describe('Name in the table.'),
    header: z
      .string()
      .min(1, { error: 'is empty' })
      .describe('Name in the first line of the file. Default: the name in the table.')
      .optional(),
    type: SqlType.describe(
      'PostgreSQL type, such as numeric(12,2). It must match the table, and is needed to create it.',
    ).optional(),
  })
  .describe('A column of the file and of the table.');

export const Load = z
  .strictObject({
    name: JobName.describe('Unique among jobs and loads of the department.'),
    description: z.string().describe('Text for people.').optional(),
    target: ConnectionName.describe('A target of connections.yaml with engine postgres.'),
    inbox: z
      .string()
      .max(768, {
        error: 'is longer than 768 characters: S3 keys have at most 1,024 bytes, file name included',
      })
      .regex(/^([A-Za-z0-9!_.*'()=-]+\/)+$/, {
        error: 'is not a prefix: write folders with a slash after each, such as sales/prices/',
      })
      .describe('Prefix in the inbox bucket. Files under it are loaded. Default <department>/<load>/.')
      .optional(),
    table: z
      .string()
      .regex(/^[^.\0]+\.[^.\0]+$/, { error: 'is not a table: write schema.table' })
      .refine((text) => text.split('.').every((part) => ofBytes(part, 63)), {
        error: 'has a name longer than 63 bytes, the maximum in PostgreSQL: write a shorter one',
      })
      .describe('schema.table as in PostgreSQL: in lower case, unless it was created in quotes.'),
    columns: z
      .array(z.union([Identifier, LoadColumn]))
      .min(1, { error: 'is empty: list at least one column' })
      .max(1000, { error: 'has more than 1,000 columns' })
      .describe(
        'Columns of the file: names, or objects with header and type. Without a header, in the order of the file.',
      ),
    header: z.boolean().describe('true (default): the first line has column names.').optional(),
    delimiter: Character.describe('Character between fields. Default a comma.').optional(),
    quote: Character.describe(
      'Character around fields, doubled within them. Default a double quote.',
    ).optional(),
    'null-token': z
      .string()
      .regex(/^[^\r\n]*$/, { error: 'contains a line break' })
      .describe(
        'Text without quotes that means NULL, such as NULL or \\N, or "" for an empty field. Everything else is text.',
      ),
    encoding: z.enum(encodings).describe('Encoding of the file. Default utf-8.').optional(),
    'date-style': z
      .enum(['ymd', 'dmy', 'mdy'])
      .describe('Order in dates such as 1/2/2026. Default ymd. ISO dates are read with any order.')
      .optional(),
    mode: z
      .enum(['replace', 'append', 'upsert'])
      .describe('replace all rows, append rows, or upsert rows by key.'),
    keys: z
      .array(Identifier)
      .min(1, { error: 'is empty' })
      .describe('upsert only: columns of a unique key of the table.')
      .optional(),
    'create-table': z
      .enum(['if-missing', 'never'])
      .describe('if-missing: create the table from the types of the columns. Default never.')
      .optional(),
    'on-bad-rows': z
      .union([
        z.literal('fail'),
        z.strictObject({
          'reject-file': z
            .int({ error: 'is not a whole number' })
            .min(1, { error: 'is below 1' })
            .max(100_000, { error: 'is above 100,000' })
            .describe('Maximum number of bad rows that go to a reject file, while the others are loaded.'),
        }),
      ])
      .describe(
        'fail (default): one bad row fails the whole file. reject-file: bad rows go to a file, up to a maximum.',
      )
      .optional(),
    'allow-empty': z
      .boolean()
      .describe('true: a file without rows is not an error. Default false.')
      .optional(),
    notify: Notify.optional(),
    method: z
      .enum(['copy', 'aws_s3'])
      .describe('copy (default), or aws_s3: RDS or Aurora reads the file itself with that extension.')
      .optional(),
  })
  .describe('CSV files that people drop into the inbox bucket, loaded into a PostgreSQL table.');

export type Load = z.infer<typeof Load>;
export type LoadColumn = z.infer<typeof LoadColumn>;
