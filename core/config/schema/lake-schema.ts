import { z } from 'zod';
import { TimeZone } from './name-fields';

/** Where and how a job's data lies in the lake bucket. What fits together is held by `lake-checks`. */
export const Lake = z
  .strictObject({
    prefix: z
      .string()
      .max(256, { error: 'is longer than the 256 characters that a prefix may have' })
      .refine((text) => !text.startsWith('/'), {
        error: 'is not a prefix: it starts with a slash, so keys would begin with an empty folder',
      })
      .regex(/^[A-Za-z0-9!_.*'()=/-]*$/, {
        error:
          "is not a prefix: use letters, digits and ! _ . * ' ( ) = - in folders divided by single slashes",
      })
      .regex(/^(?:(?!\.{1,2}(?:\/|$))[^/]+(?:\/(?=[^/])|$))*$|^\//, {
        error:
          'is not a prefix: divide folders by single slashes, without one at the end, and none named . or ..',
      })
      .min(1, { error: 'is empty: leave prefix out to have <department>/<job>' })
      .describe(
        'Folder in the lake bucket, no slash at either end. A job’s default is <department>/<job>; of a department: each job gets <prefix>/<job>.',
      )
      .optional(),
    'lower-case': z
      .boolean()
      .describe(
        'true: names of schemas and tables in lower case, as Athena and Glue have them. Default false.',
      )
      .optional(),
    partitions: z
      .enum(['hour', 'day', 'month', 'year', 'dt'])
      .describe(
        'publish: arrival only: how deep, from year=YYYY to year=YYYY/month=MM/day=DD/hour=HH (default), or dt=YYYY-MM-DD.',
      )
      .optional(),
    layout: z
      .string()
      .describe(
        'publish: arrival only, instead of partitions: folders below the prefix with {schema} {table} {year} {month} {day} {hour}, such as "{schema}/{table}/{year}-{month}".',
      )
      .optional(),
    'time-zone': TimeZone.describe('publish: arrival only: zone of the partitions. Default UTC.').optional(),
    'partition-by': z
      .enum(['arrival', 'dms-folders'])
      .describe(
        'publish: arrival only: arrival (default): when the file came to staging; dms-folders: DMS’s own date folders, by time of commit.',
      )
      .optional(),
    keep: z
      .int({ error: 'is not a whole number' })
      .min(1, { error: 'is below 1: the snapshot that readers follow stays' })
      .max(1000, { error: 'is above 1000' })
      .describe(
        'publish: snapshot only: how many snapshots are kept. Default 7. The one before the newest always stays, for whoever is reading it.',
      )
      .optional(),
    catalogue: z
      .boolean()
      .describe('true: tables in the department’s Glue database, so that Athena reads them. Default false.')
      .optional(),
  })
  .describe('Where and how data lies in the lake.');

export const Publish = z
  .enum(['snapshot', 'arrival', 'none'])
  .describe(
    'How staged files come to the lake. snapshot: a load’s tables all at once; arrival: each file as it comes; none. Default: snapshot for full-load, else arrival.',
  );

export type Lake = z.infer<typeof Lake>;
export type Publish = z.infer<typeof Publish>;
