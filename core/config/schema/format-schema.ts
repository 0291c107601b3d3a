import { z } from 'zod';

export const FormatName = z.enum(['parquet', 'csv']);

export const FormatObject = z
  .strictObject({
    type: FormatName.describe('File format in staging.'),
    compression: z
      .enum(['none', 'gzip'])
      .describe('none (default) or gzip: csv becomes .csv.gz, Parquet compresses its pages.')
      .optional(),
    'timestamp-column': z
      .string()
      .min(1, { error: 'is empty: leave timestamp-column out to have none' })
      .describe('Adds a column of this name with the time of transfer (load) or commit (change).')
      .optional(),
    'operation-column': z
      .boolean()
      .describe('Whether loaded rows carry the operation I as first column, as changes always do.')
      .optional(),
    header: z.boolean().describe('csv only: column names in the first line; default true.').optional(),
    'null-value': z
      .string()
      .regex(/^[^"\r\n]*$/, {
        error: 'holds a double quote or a line break: such a file cannot be read back',
      })
      .describe(
        'csv only: what stands for NULL; default \\N. Neither the delimiter nor a double quote in it.',
      )
      .optional(),
    delimiter: z
      .string()
      .min(1, { error: 'is empty' })
      .regex(/^(?!.*\\[nr])[^"\r\n]*$/, {
        error: 'holds a double quote or a line break, which CSV itself needs: write another such as ; or |',
      })
      .describe('csv only: between fields; default a comma. No double quote, no line break.')
      .optional(),
    'batch-interval': z
      .string()
      .regex(/^[1-9][0-9]{0,3}[sm]$/, {
        error: 'is not an interval: write seconds or minutes such as 10s or 2m',
      })
      .describe('Modes with changes only: a change is in a file after this time at the latest; default 1m.')
      .optional(),
  })
  .describe('File format with its options.');
export type FormatObject = z.infer<typeof FormatObject>;
