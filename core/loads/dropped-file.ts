import { createHash } from 'node:crypto';
import * as z from 'zod/mini';

/**
 * Message that a load's rule puts into the queue: the load, its plan, and S3's event from EventBridge
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html). Its keys are not encoded
 * (docs/pitfalls.md#encoded-object-keys).
 */
export const DroppedFile = z.object({
  /** `department/load`. */
  load: z.string().check(z.regex(/^[a-z0-9-]+\/[a-z0-9-]+$/)),
  plan: z.object({ bucket: z.string().check(z.minLength(1)), key: z.string().check(z.minLength(1)) }),
  /** ISO 8601 in UTC. */
  time: z.iso.datetime(),
  detail: z.object({
    bucket: z.object({ name: z.string().check(z.minLength(1)) }),
    object: z.object({
      key: z.string().check(z.minLength(1)),
      size: z.optional(z.number()),
      etag: z.optional(z.string()),
      'version-id': z.optional(z.string()),
      sequencer: z.optional(z.string()),
    }),
  }),
});
export type DroppedFile = z.infer<typeof DroppedFile>;

/** One version of one object. */
export interface InboxFile {
  readonly bucket: string;
  readonly key: string;
  /** S3's version id, or the ETag in a bucket without versions. */
  readonly version: string;
  readonly versionId?: string | undefined;
  readonly eTag: string;
  /** S3's sequencer, by which the versions of one key are ordered. */
  readonly sequencer: string;
  readonly writtenAt: string;
  readonly size?: number | undefined;
}

export function inboxFileOf({ time, detail }: DroppedFile): InboxFile {
  const { object, bucket } = detail;
  const eTag = object.etag ?? '';
  return {
    bucket: bucket.name,
    key: object.key,
    version: object['version-id'] ?? eTag,
    versionId: object['version-id'],
    eTag,
    sequencer: object.sequencer ?? '',
    writtenAt: new Date(time).toISOString(),
    size: object.size,
  };
}

/** Returns true for the object that the S3 console writes for an empty folder. */
export function isFolderMark({ key, size }: InboxFile): boolean {
  return key.endsWith('/') && (size ?? 0) === 0;
}

/**
 * Id of a load's run: one per version of a file, however often its event arrives. `round` counts how often the file was put into
 * the queue again after all attempts had failed.
 */
export function loadRunId(load: string, file: InboxFile, round: number): string {
  const at = file.writtenAt.slice(0, 19).replace(/[-:]/g, '');
  const hash = createHash('sha256').update(`${file.bucket}\n${file.key}\n${file.version}`).digest('hex');
  const again = round === 0 ? '' : `-${round + 1}`;
  return `${load.replace('/', '.')}.${at}Z-${hash.slice(0, 8)}${again}`;
}
