import { createHash } from 'node:crypto';
import * as z from 'zod/mini';

/**
 * What a load's rule puts into the queue: its key, its plan, and S3's event as EventBridge gives it
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html). Keys are not URL-encoded there (S2).
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
  /** S3's version id; the ETag where the bucket has no versions. */
  readonly version: string;
  readonly versionId?: string | undefined;
  readonly eTag: string;
  /** Orders the versions of one key. */
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

/** What a console writes for an empty folder. */
export function isFolderMark({ key, size }: InboxFile): boolean {
  return key.endsWith('/') && (size ?? 0) === 0;
}

/**
 * The run's identity: one a version of a file, however often its event comes. `round` counts the times that it was given up because
 * the target could not be reached, and put into the queue again.
 */
export function loadRunId(load: string, file: InboxFile, round: number): string {
  const at = file.writtenAt.slice(0, 19).replace(/[-:]/g, '');
  const hash = createHash('sha256').update(`${file.bucket}\n${file.key}\n${file.version}`).digest('hex');
  const again = round === 0 ? '' : `-${round + 1}`;
  return `${load.replace('/', '.')}.${at}Z-${hash.slice(0, 8)}${again}`;
}
