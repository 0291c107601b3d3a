import { z } from 'zod';

export const FormatName = z.enum(['parquet', 'csv']);

export const FormatObject = z
  .strictObject({
    type: FormatName.describe('File format in staging.'),
    compression: z
      .enum(['none', 'gzip'])
      .describe(
        'none (default) or gzip. With gzip, csv files become .csv.gz and Parquet compresses its pages.',
      )
      .optional(),
    'timestamp-column': z
      .string()
      .min(1, { error: 'is empty: remove timestamp-column to have none' })
      .max(255, { error: 'is longer than 255 characters, the maximum of a column in Glue' })
      .describe('Adds a column of this name with the time of transfer (loaded rows) or commit (changes).')
      .optional(),
    'operation-column': z
      .boolean()
      .describe('true: loaded rows have the operation I in their first column, as changes always do.')
      .optional(),
    header: z.boolean().describe('csv only: column names in the first line. Default true.').optional(),
    'null-value': z
      .string()
      .regex(/^[^"\r\n]*$/, {
        error: 'contains a double quote or a line break: such a file cannot be read back',
      })
      .describe('csv only: text for NULL. Default \\N. It must not contain the delimiter or a double quote.')
      .optional(),
    delimiter: z
      .string()
      .min(1, { error: 'is empty' })
      .regex(/^(?!.*\\[nr])[^"\r\n]*$/, {
        error:
          'contains a double quote or a line break, which CSV itself needs: write another character such as ; or |',
      })
      .describe(
        'csv only: text between fields. Default a comma. It must not contain a double quote or a line break.',
      )
      .optional(),
    'batch-interval': z
      .string()
      .regex(/^[1-9][0-9]{0,3}[sm]$/, {
        error: 'is not an interval: write seconds or minutes such as 10s or 2m',
      })
      .describe('Modes with changes only: maximum time until a change is in a file. Default 1m.')
      .optional(),
  })
  .describe('File format with options.');
export type FormatObject = z.infer<typeof FormatObject>;
