import { createHash } from 'node:crypto';
import * as z from 'zod/mini';

/** One object of a snapshot. */
export const ManifestFile = z.object({
  key: z.string(),
  /** Bytes. */
  size: z.number(),
  eTag: z.string(),
  /** By the file's own footer; absent for CSV. */
  rows: z.optional(z.number()),
});
export type ManifestFile = z.infer<typeof ManifestFile>;

export const ManifestColumn = z.object({
  name: z.string(),
  /** Hive's word, such as `decimal(38,10)`: what Athena reads it as. */
  type: z.string(),
  /** The source's own word, where it is known. */
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
  /** The snapshot that its files were published with: an earlier one where this run's load of the table failed. */
  snapshot: z.string(),
  rows: z.number(),
  columns: z.array(ManifestColumn),
  /** Columns of the source's primary key, where it is known. */
  primaryKey: z.optional(z.array(z.string())),
  /** None: the table was empty. */
  files: z.array(ManifestFile),
});
export type ManifestTable = z.infer<typeof ManifestTable>;

/** What a reader of the files has to know. */
export const FileFormat = z.object({
  type: z.enum(['parquet', 'csv']),
  compressed: z.boolean(),
  delimiter: z.string(),
  header: z.boolean(),
  nullValue: z.string(),
  /** Whether DMS put the operation's column first. */
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
  /** When the run opened: what makes one snapshot newer than another. */
  openedAt: z.string(),
  format: FileFormat,
  /** Where a catalogue is kept. */
  catalogue: z.optional(z.object({ database: z.string() })),
  /** By schema and table, ascending. */
  tables: z.array(ManifestTable),
  /** SHA-256 in hex of the manifest as JSON without this member. */
  checksum: z.string(),
});
export type Manifest = z.infer<typeof Manifest>;

/** Its bytes follow from the run alone, so that a repetition writes the same. */
export function sealManifest(manifest: Omit<Manifest, 'checksum'>): Manifest {
  return { ...manifest, checksum: checksumOf(manifest) };
}

export class BrokenManifest extends Error {
  override readonly name = 'BrokenManifest';
}

/** The manifest in its place; a text that is none, or is not what was sealed, is a `BrokenManifest`. */
export function readManifest(text: string, key: string): Manifest {
  const parsed = Manifest.safeParse(jsonOf(text, key));
  if (!parsed.success) throw new BrokenManifest(`${key} is not a manifest: ${z.prettifyError(parsed.error)}`);
  const { checksum, ...rest } = parsed.data;
  if (checksumOf(rest) !== checksum)
    throw new BrokenManifest(`${key} is not what was written: its checksum ${checksum} does not fit`);
  return parsed.data;
}

/** What readers follow; one object a job. */
export const Pointer = z.object({
  version: z.literal(1),
  snapshot: z.string(),
  run: z.string(),
  manifest: z.object({ key: z.string(), checksum: z.string() }),
  /** The newest run that was ever published: none that opened before it takes the pointer. */
  newest: z.object({ run: z.string(), openedAt: z.string() }),
  /** Set when a person moved it back. */
  rolledBack: z.optional(z.object({ from: z.string(), at: z.string(), by: z.string() })),
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
    .update(JSON.stringify(ordered(manifest)))
    .digest('hex');
}

/** Members in the order of their names, so that a parser's order does not matter. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, ordered(member)]),
  );
}
