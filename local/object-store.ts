import type { Readable } from 'node:stream';

/**
 * Buckets and objects of the local S3, for services in the same process. Keys are plain text, never
 * URL-encoded.
 */
export interface ObjectStore {
  createBucket(bucket: string): Promise<void>;
  /** Stores a stream. The object appears complete or not at all. */
  put(bucket: string, key: string, body: Readable | Buffer, contentType?: string): Promise<StoredObject>;
  /** Undefined when the object does not exist. */
  head(bucket: string, key: string): Promise<StoredObject | undefined>;
  get(bucket: string, key: string): Promise<Readable>;
  /** Objects whose keys start with `prefix`, in UTF-8 byte order. */
  list(bucket: string, prefix: string): Promise<readonly StoredObject[]>;
  delete(bucket: string, key: string): Promise<void>;
}

export interface StoredObject {
  readonly bucket: string;
  readonly key: string;
  /** In bytes. */
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  readonly lastModified: Date;
  readonly contentType: string;
}
