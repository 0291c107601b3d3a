import { z } from 'zod';
import { TimeZone } from './name-fields';

/** Location and layout of a job's data in the lake bucket. `lake-checks` finds keys that do not fit together. */
export const Lake = z
  .strictObject({
    prefix: z
      .string()
      .max(256, { error: 'is longer than 256 characters, the maximum of a prefix' })
      .refine((text) => !text.startsWith('/'), {
        error: 'is not a prefix: with a slash at the start, keys would begin with an empty folder',
      })
      .regex(/^[A-Za-z0-9!_.*'()=/-]*$/, {
        error:
          "is not a prefix: use letters, digits and ! _ . * ' ( ) = - in folders separated by single slashes",
      })
      .regex(/^(?:(?!\.{1,2}(?:\/|$))[^/]+(?:\/(?=[^/])|$))*$|^\//, {
        error:
          'is not a prefix: separate folders by single slashes, none at the end, and no folder named . or ..',
      })
      .min(1, { error: 'is empty: remove prefix to have <department>/<job>' })
      .describe(
        'Folder in the lake bucket, without a slash at either end. Default of a job: <department>/<job>. For a department: each job gets <prefix>/<job>.',
      )
      .optional(),
    'lower-case': z
      .boolean()
      .describe('true: names of schemas and tables in lower case, as in Athena and Glue. Default false.')
      .optional(),
    partitions: z
      .enum(['hour', 'day', 'month', 'year', 'dt'])
      .describe(
        'publish: arrival only: partitions of the keys, from year=YYYY to year=YYYY/month=MM/day=DD/hour=HH (default), or dt=YYYY-MM-DD.',
      )
      .optional(),
    layout: z
      .string()
      .max(512, { error: 'is longer than 512 characters: S3 keys have at most 1,024 bytes' })
      .describe(
        'publish: arrival only, instead of partitions: folders below the prefix, with {schema} {table} {year} {month} {day} {hour}, such as "{schema}/{table}/{year}-{month}".',
      )
      .optional(),
    'time-zone': TimeZone.describe(
      'publish: arrival only: time zone of the partitions. Default UTC.',
    ).optional(),
    'partition-by': z
      .enum(['arrival', 'dms-folders'])
      .describe(
        'publish: arrival only: time of the partitions. arrival (default): when the file arrived in staging. dms-folders: the date folders of DMS, by time of commit.',
      )
      .optional(),
    keep: z
      .int({ error: 'is not a whole number' })
      .min(1, { error: 'is below 1: the current snapshot is always kept' })
      .max(1000, { error: 'is above 1000' })
      .describe(
        'publish: snapshot only: number of snapshots to keep. Default 7. The one before the newest is always kept, for queries that still read it.',
      )
      .optional(),
    catalogue: z
      .boolean()
      .describe('true: tables in the Glue database of the department, for Athena. Default false.')
      .optional(),
  })
  .describe('Location and layout of the data in the lake.');

export const Publish = z
  .enum(['snapshot', 'arrival', 'none'])
  .describe(
    'How staged files get to the lake. snapshot: all tables of a load at once. arrival: each file when it arrives. none: not at all. Default: snapshot for full-load, else arrival.',
  );

export type Lake = z.infer<typeof Lake>;
export type Publish = z.infer<typeof Publish>;
