import type { PublishingPlan } from '../../planning/publishing-plan';
import { partFolder } from '../../tables/partition-parents';
import type { TableName } from '../../tables/table-name';
import { dateInZone } from './date-in-zone';
import type { ForeignKey, StagedFile } from './staged-key';

export type Arrival = Extract<PublishingPlan, { kind: 'arrival' }>;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const longestKeyBytes = 1024;

/**
 * Key of a staged file in the lake. One file of one moment always has the same key (docs/pitfalls.md#repeated-and-unordered-events).
 * The key contains schema and table (docs/pitfalls.md#base-names-collide). A partition has a folder in those of its `parent`.
 */
export function lakeKey(
  file: StagedFile,
  lastModified: Date,
  { prefix, layout, lowerCase, timeZone, partitionBy }: Arrival,
  parent?: TableName,
): { readonly kind: 'lake'; readonly key: string } | ForeignKey {
  const arrived = dateInZone(lastModified, timeZone);
  const date = partitionBy === 'dms-folders' ? { ...arrived, ...file.date } : arrived;
  const cased = (name: string): string => (lowerCase ? name.toLowerCase() : name);
  const places: Readonly<Record<string, string>> = {
    schema: cased((parent ?? file).schema),
    table: cased((parent ?? file).table),
    ...date,
  };
  const folder = layout.replaceAll(/\{([a-z]+)\}/g, (whole, place: string) => places[place] ?? whole);
  // Each partition of a parallel load has a LOAD00000001.
  const part = parent === undefined ? '' : `${partFolder(file, lowerCase)}/`;
  const path = file.loadFolder === undefined ? file.file : `${file.loadFolder}/${file.file}`;
  const key = `${prefix}/${folder}/${part}${path}`;
  const bytes = new TextEncoder().encode(key).length;
  if (bytes > longestKeyBytes)
    return {
      kind: 'foreign',
      reason: `its key in the lake would have ${bytes} bytes, but S3 allows ${longestKeyBytes}; shorten the job's lake prefix or layout`,
    };
  return { kind: 'lake', key };
}
