import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { type Journal, journalOf } from '../durable/journal';
import type { CloudContext } from '../service';
import { BucketIndex } from './bucket-index';
import type { ObjectRecord } from './object-record';

const KeptBucket = z.strictObject({ createdAt: z.coerce.date(), tellsEventBridge: z.boolean() });
const KeptObject = z.strictObject({
  /** Name in the folder of the bucket. */
  file: z.string(),
  size: z.number(),
  etag: z.string(),
  lastModified: z.coerce.date(),
  contentType: z.string(),
  headers: z.record(z.string(), z.string()),
  tags: z.string().exactOptional(),
  checksum: z
    .strictObject({
      algorithm: z.enum(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256']),
      value: z.string(),
    })
    .exactOptional(),
});

/**
 * Kept state of buckets, by `<bucket>`, and of objects, by `<bucket>/<key>`. The bytes of an object are in a
 * file before its entry is written.
 */
export class KeptObjects {
  readonly #folder: string;
  readonly #journal: Journal;

  constructor(context: CloudContext, folder: string) {
    this.#folder = folder;
    this.#journal = journalOf(context, 's3');
  }

  /**
   * Restores the state of an earlier process. Files that no object names are interrupted uploads, and are
   * removed.
   */
  restore(): Map<string, BucketIndex> {
    const buckets = new Map<string, BucketIndex>();
    for (const [name, value] of this.#journal.found) {
      const [bucket = '', ...rest] = name.split('/');
      if (rest.length === 0) {
        const { createdAt, tellsEventBridge } = KeptBucket.parse(value);
        buckets.set(name, Object.assign(new BucketIndex(createdAt), { tellsEventBridge }));
        continue;
      }
      const { file, ...kept } = KeptObject.parse(value);
      const path = join(this.#folder, bucket, file);
      buckets.get(bucket)?.set({ bucket, key: rest.join('/'), file: path, ...kept });
    }
    for (const [bucket, index] of buckets) this.#poll(bucket, index);
    return buckets;
  }

  bucket(name: string, { createdAt, tellsEventBridge }: BucketIndex): void {
    this.#journal.put(name, { createdAt, tellsEventBridge });
  }

  forgetBucket(name: string): void {
    this.#journal.delete(name);
  }

  object({ bucket, key, file, extents: _holes, ...record }: ObjectRecord): void {
    this.#journal.put(`${bucket}/${key}`, { ...record, file: basename(file) });
  }

  forgetObject(bucket: string, key: string): void {
    this.#journal.delete(`${bucket}/${key}`);
  }

  #poll(bucket: string, index: BucketIndex): void {
    const folder = join(this.#folder, bucket);
    // A crash is possible between the line of the journal and the folder.
    mkdirSync(folder, { recursive: true });
    const named = new Set(index.keys().map((key) => index.get(key)?.file));
    for (const file of readdirSync(folder))
      if (!named.has(join(folder, file))) rmSync(join(folder, file), { force: true });
  }
}
