import { z } from 'zod';
import { encodings } from './encodings';
import { ConnectionName, JobName } from './name-fields';

const Identifier = z
  .string()
  .min(1, { error: 'is empty' })
  .regex(/^[^\0]{1,63}$/, { error: 'is longer than the 63 characters of a PostgreSQL name' });

/** What may stand in CREATE TABLE: words, a length or precision, an array. Nothing that ends a statement. */
const SqlType = z
  .string()
  .regex(/^[a-z][a-z0-9_ ]{0,60}(\(\d{1,5}(, ?\d{1,5})?\))?( with(out)? time zone)?(\[\])?$/, {
    error:
      'is not a type: write it as in CREATE TABLE, in lower case, such as text, integer or numeric(12,2)',
  });

const Character = z.string().regex(/^[\x21-\x7e\t ]$/, { error: 'is not one character of ASCII' });

export const LoadColumn = z
  .strictObject({
    name: Identifier.describe('In the table.'),
    header: z
      .string()
      .min(1, { error: 'is empty' })
      .describe('In the file’s first line; the name unless given.')
      .optional(),
    type: SqlType.describe(
      'PostgreSQL’s, such as numeric(12,2): held against the table’s, and needed to make it.',
    ).optional(),
  })
  .describe('A column of the file and the table.');

export const Load = z
  .strictObject({
    name: JobName.describe('Unique among the jobs and loads of the department.'),
    description: z.string().describe('For people.').optional(),
    target: ConnectionName.describe('A target of connections.yaml with engine postgres.'),
    inbox: z
      .string()
      .regex(/^([A-Za-z0-9!_.*'()=-]+\/)+$/, {
        error: 'is not a prefix: write folders with a slash after each, such as sales/prices/',
      })
      .describe('Files under this prefix of the inbox bucket are loaded; default <department>/<load>/.')
      .optional(),
    table: z
      .string()
      .regex(/^[^.\0]{1,63}\.[^.\0]{1,63}$/, { error: 'is not a table: write schema.table' })
      .describe('schema.table, as PostgreSQL has it: in lower case unless it was quoted.'),
    columns: z
      .array(z.union([Identifier, LoadColumn]))
      .min(1, { error: 'is empty: list at least one column' })
      .max(1000, { error: 'has more than 1,000 columns' })
      .describe(
        'The file’s columns: names, or objects with header and type. Without a header in the file’s order.',
      ),
    header: z.boolean().describe('Whether the first line holds column names; default true.').optional(),
    delimiter: Character.describe('Between fields; default a comma.').optional(),
    quote: Character.describe('Around fields; doubled within them; default a double quote.').optional(),
    'null-token': z
      .string()
      .regex(/^[^\r\n]*$/, { error: 'holds a line break' })
      .describe(
        'What, without quotes, stands for NULL, such as NULL or \\N; "" where an empty field is one. All else is text.',
      ),
    encoding: z.enum(encodings).describe('Default utf-8.').optional(),
    'date-style': z
      .enum(['ymd', 'dmy', 'mdy'])
      .describe('How 1/2/2026 is read; default ymd. ISO dates are read by all.')
      .optional(),
    mode: z
      .enum(['replace', 'append', 'upsert'])
      .describe('replace all rows, append to them, or change those with the same key.'),
    keys: z
      .array(Identifier)
      .min(1, { error: 'is empty' })
      .describe('upsert only: the columns of a unique key of the table.')
      .optional(),
    'create-table': z
      .enum(['if-missing', 'never'])
      .describe('if-missing: made from the columns’ types. Default never.')
      .optional(),
    'on-bad-rows': z
      .union([
        z.literal('fail'),
        z.strictObject({
          'reject-file': z
            .int({ error: 'is not a whole number' })
            .min(1, { error: 'is below 1' })
            .max(100_000, { error: 'is above 100,000' })
            .describe('Up to so many bad rows go into a file beside the inbox, and the others are loaded.'),
        }),
      ])
      .describe('fail (default): one bad row and nothing is loaded.')
      .optional(),
    'allow-empty': z.boolean().describe('true: a file without rows is no error. Default false.').optional(),
    method: z
      .enum(['copy', 'aws_s3'])
      .describe('aws_s3: RDS or Aurora reads the file itself, by that extension. Default copy.')
      .optional(),
  })
  .describe('Files that are dropped into the inbox and go into a table of PostgreSQL.');

export type Load = z.infer<typeof Load>;
export type LoadColumn = z.infer<typeof LoadColumn>;
