import { createHash } from 'node:crypto';
import * as z from 'zod/mini';

/** File of a snapshot. */
export const ManifestFile = z.object({
  key: z.string(),
  /** Bytes. */
  size: z.number(),
  eTag: z.string(),
  /** Rows in the footer of the file, or counted in CSV. Absent where nothing counted them. */
  rows: z.optional(z.number()),
});
export type ManifestFile = z.infer<typeof ManifestFile>;

export const ManifestColumn = z.object({
  name: z.string(),
  /** Hive type with which Athena reads it, such as `decimal(38,10)`. */
  type: z.string(),
  /** Type in the source, where known. */
  sourceType: z.optional(z.string()),
});
export type ManifestColumn = z.infer<typeof ManifestColumn>;

const Name = z.object({ schema: z.string(), table: z.string() });

export const ManifestTable = z.object({
  /** As in the source. */
  schema: z.string(),
  table: z.string(),
  /** After the job's transformations. */
  staged: Name,
  /** Ends in a slash. */
  folder: z.string(),
  /** Snapshot that published its files: an earlier one where this run's load of the table failed. */
  snapshot: z.string(),
  rows: z.number(),
  columns: z.array(ManifestColumn),
  /** Columns of the source's primary key, where known. */
  primaryKey: z.optional(z.array(z.string())),
  /** Empty for an empty table. */
  files: z.array(ManifestFile),
});
export type ManifestTable = z.infer<typeof ManifestTable>;

/** Format of the files, for readers. */
export const FileFormat = z.object({
  type: z.enum(['parquet', 'csv']),
  compressed: z.boolean(),
  delimiter: z.string(),
  header: z.boolean(),
  nullValue: z.string(),
  /** True if the first column is DMS's operation. */
  operation: z.boolean(),
  /** Name of the column with the time of transfer or commit. */
  timestamp: z.optional(z.string()),
  /** Name of the column that orders all changes of a task. */
  sequence: z.optional(z.string()),
});
export type FileFormat = z.infer<typeof FileFormat>;

export const Manifest = z.object({
  version: z.literal(1),
  snapshot: z.string(),
  jobKey: z.string(),
  run: z.string(),
  /** Time at which the run opened: it decides which snapshot is newer. */
  openedAt: z.string(),
  format: FileFormat,
  /** Set for a snapshot of some tables, which readers are not switched to: time until which it is kept. */
  keptUntil: z.optional(z.string()),
  /** Set when the job's tables are in a catalogue. */
  catalogue: z.optional(z.object({ database: z.string() })),
  /** By schema and table, ascending. */
  tables: z.array(ManifestTable),
  /** SHA-256 in hex digits of the manifest as JSON without this member. */
  checksum: z.string(),
});
export type Manifest = z.infer<typeof Manifest>;

/** Adds the checksum. Equal manifests have equal bytes, so that a repetition writes the same object. */
export function sealManifest(manifest: Omit<Manifest, 'checksum'>): Manifest {
  return { ...manifest, checksum: checksumOf(manifest) };
}

export class BrokenManifest extends Error {
  override readonly name = 'BrokenManifest';
}

/** Parses a manifest. Throws `BrokenManifest` for any other text, and for a manifest that was altered. */
export function readManifest(text: string, key: string): Manifest {
  const parsed = Manifest.safeParse(jsonOf(text, key));
  if (!parsed.success) throw new BrokenManifest(`${key} is not a manifest: ${z.prettifyError(parsed.error)}`);
  const { checksum, ...rest } = parsed.data;
  if (checksumOf(rest) !== checksum)
    throw new BrokenManifest(`${key} was altered: its checksum ${checksum} does not match`);
  return parsed.data;
}

/** Pointer to the snapshot that readers use: one object per job. */
export const Pointer = z.object({
  version: z.literal(1),
  snapshot: z.string(),
  run: z.string(),
  manifest: z.object({ key: z.string(), checksum: z.string() }),
  /** Publish rank of the newest run that was published: a run that opened earlier never takes the pointer. */
  newest: z.object({ run: z.string(), openedAt: z.string() }),
  /** Set when a person rolled the pointer back. */
  rolledBack: z.optional(z.object({ from: z.string(), at: z.string(), by: z.string() })),
  /** Number of its changes, so that no two states of the pointer have one ETag. */
  revision: z.optional(z.int()),
  /** Snapshots that are being removed: the pointer never moves to them. */
  retiring: z.optional(z.array(z.string())),
});
export type Pointer = z.infer<typeof Pointer>;

export function readPointer(text: string, key: string): Pointer {
  const parsed = Pointer.safeParse(jsonOf(text, key));
  if (!parsed.success) throw new BrokenManifest(`${key} is not a pointer: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function jsonOf(text: string, key: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new BrokenManifest(`${key} is not JSON`, { cause });
  }
}

function checksumOf(manifest: Omit<Manifest, 'checksum'>): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(manifest)))
    .digest('hex');
}

/** Sorts members by name, so that a parser's order does not matter. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  );
}
