import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ObjectStore, StoredObject } from '../object-store';
import { AwsError, type CloudContext } from '../service';
import { BucketIndex } from './bucket-index';
import { Digest } from './checksums';
import { KeptObjects } from './kept-objects';
import { checkBucketName, checkKey } from './names';
import { type CreationReason, publishCreated } from './object-events';
import {
  type Checksum,
  type ChecksumAlgorithm,
  type ObjectAttributes,
  type ObjectRecord,
  plainAttributes,
} from './object-record';
import { type Extent, sliceExtents, sparseDigest, writeSparseFile } from './sparse';

/** Bytes on disk that are not an object yet: a finished upload, or one part of it. */
export interface WrittenFile {
  readonly file: string;
  readonly size: number;
  /** Hexadecimal MD5. */
  readonly md5: string;
  readonly checksum?: Checksum;
  /** Only for sparse bytes. */
  readonly extents?: readonly Extent[];
}

export interface PublishOptions {
  /** Replaces the MD5, for multipart uploads. */
  readonly etag?: string;
  readonly reason?: CreationReason;
  /**
   * Throws when the current object forbids the write. No other write comes between the check and the write.
   */
  readonly guard?: (former: ObjectRecord | undefined) => void;
}

/**
 * Buckets and objects in files of this machine: names in memory and in a journal, bytes below `<data
 * folder>/s3`.
 */
export class FileObjectStore implements ObjectStore {
  readonly #context: CloudContext;
  readonly #folder: string;
  readonly #kept: KeptObjects;
  readonly #buckets: Map<string, BucketIndex>;

  constructor(context: CloudContext) {
    this.#context = context;
    this.#folder = join(context.dataFolder, 's3');
    this.#kept = new KeptObjects(context, this.#folder);
    this.#buckets = this.#kept.restore();
  }

  async createBucket(bucket: string): Promise<void> {
    checkBucketName(bucket);
    if (this.#buckets.has(bucket))
      throw new AwsError('BucketAlreadyOwnedByYou', `the bucket ${bucket} already exists`, 409);
    const index = new BucketIndex(this.#context.clock.now());
    this.#buckets.set(bucket, index);
    this.#kept.bucket(bucket, index);
    await mkdir(join(this.#folder, bucket), { recursive: true });
  }

  async deleteBucket(bucket: string): Promise<void> {
    if (!this.bucket(bucket).isEmpty())
      throw new AwsError('BucketNotEmpty', `the bucket ${bucket} is not empty`, 409);
    this.#buckets.delete(bucket);
    this.#kept.forgetBucket(bucket);
    await rm(join(this.#folder, bucket), { recursive: true, force: true });
  }

  /** Names with their time of creation, ascending. */
  buckets(): readonly { readonly name: string; readonly createdAt: Date }[] {
    return [...this.#buckets]
      .map(([name, index]) => ({ name, createdAt: index.createdAt }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  bucket(name: string): BucketIndex {
    const index = this.#buckets.get(name);
    if (index === undefined) throw new AwsError('NoSuchBucket', `the bucket ${name} does not exist`, 404);
    return index;
  }

  hasBucket(name: string): boolean {
    return this.#buckets.has(name);
  }

  async put(
    bucket: string,
    key: string,
    body: Readable | Buffer,
    contentType?: string,
  ): Promise<ObjectRecord> {
    const written = await this.write(bucket, body);
    const attributes = contentType === undefined ? plainAttributes : { ...plainAttributes, contentType };
    return this.publish(bucket, key, written, attributes);
  }

  /** Streams bytes to disk without creating an object. */
  async write(bucket: string, body: Readable | Buffer, algorithm?: ChecksumAlgorithm): Promise<WrittenFile> {
    this.bucket(bucket);
    const file = join(this.#folder, bucket, randomUUID());
    const digest = new Digest(algorithm);
    const source = Buffer.isBuffer(body) ? Readable.from([body]) : body;
    try {
      await pipeline(source, digest, createWriteStream(file));
    } catch (cause) {
      await this.discard(file);
      throw cause;
    }
    const value = digest.checksum();
    const written = { file, size: digest.size, md5: digest.md5() };
    return algorithm === undefined || value === undefined
      ? written
      : { ...written, checksum: { algorithm, value } };
  }

  /** Creates an object of `size` bytes whose holes take no room on disk, for tests of large objects. */
  async putSparse(
    bucket: string,
    key: string,
    size: number,
    extents: readonly Extent[],
    attributes = plainAttributes,
  ): Promise<ObjectRecord> {
    return this.publish(bucket, key, await this.writeSparse(bucket, size, extents), attributes);
  }

  async writeSparse(bucket: string, size: number, extents: readonly Extent[]): Promise<WrittenFile> {
    const file = join(this.#folder, bucket, randomUUID());
    await writeSparseFile(file, size, extents);
    return { file, size, md5: sparseDigest(size, extents), extents };
  }

  /** Copies bytes of an object to another object or part, both ends included. Holes stay holes. */
  async copyBytes(
    bucket: string,
    source: ObjectRecord,
    algorithm: ChecksumAlgorithm | undefined,
    from = 0,
    to = source.size - 1,
  ): Promise<WrittenFile> {
    return source.extents === undefined
      ? this.write(bucket, await this.open(source, from, to), algorithm)
      : this.writeSparse(bucket, to - from + 1, sliceExtents(source.extents, from, to));
  }

  /** Turns EventBridge events for new objects of the bucket on or off. */
  tellEventBridge(bucket: string, on: boolean): void {
    const index = this.bucket(bucket);
    index.tellsEventBridge = on;
    this.#kept.bucket(bucket, index);
  }

  /** Makes written bytes the object `key`. */
  async publish(
    bucket: string,
    key: string,
    written: WrittenFile,
    attributes: ObjectAttributes,
    { etag = written.md5, reason = 'PutObject', guard }: PublishOptions = {},
  ): Promise<ObjectRecord> {
    checkKey(key);
    const index = this.bucket(bucket);
    const name = createHash('sha256').update(key).digest('hex').slice(0, 16);
    const file = join(this.#folder, bucket, `${name}-${randomUUID()}`);
    await rename(written.file, file);
    const former = index.get(key);
    try {
      guard?.(former);
    } catch (cause) {
      await this.discard(file);
      throw cause;
    }
    const { size, checksum, extents } = written;
    const lastModified = this.#context.clock.now();
    const record: ObjectRecord = {
      bucket,
      key,
      size,
      etag,
      lastModified,
      file,
      ...attributes,
      ...(checksum === undefined ? {} : { checksum }),
      ...(extents === undefined ? {} : { extents }),
    };
    index.set(record);
    this.#kept.object(record);
    if (former !== undefined) await this.discard(former.file);
    if (index.tellsEventBridge) publishCreated(this.#context, record, reason);
    return record;
  }

  async discard(file: string): Promise<void> {
    await rm(file, { force: true });
  }

  async head(bucket: string, key: string): Promise<ObjectRecord | undefined> {
    return this.bucket(bucket).get(key);
  }

  /** Record of the object. Throws NoSuchKey. */
  record(bucket: string, key: string): ObjectRecord {
    const record = this.bucket(bucket).get(key);
    if (record === undefined)
      throw new AwsError('NoSuchKey', `the object ${key} does not exist in ${bucket}`, 404, { Key: key });
    return record;
  }

  async get(bucket: string, key: string): Promise<Readable> {
    return this.open(this.record(bucket, key));
  }

  /**
   * Opens bytes `from` to `to`, both included. The file is open when this resolves, so an overwrite does not
   * disturb the reader.
   */
  async open(record: ObjectRecord, from = 0, to = record.size - 1): Promise<Readable> {
    if (to < from) return Readable.from([]);
    const handle = await open(record.file, 'r');
    return handle.createReadStream({ start: from, end: to });
  }

  async list(bucket: string, prefix: string): Promise<readonly StoredObject[]> {
    return this.bucket(bucket)
      .keys(prefix)
      .map((key) => this.record(bucket, key));
  }

  async delete(bucket: string, key: string): Promise<void> {
    const record = this.bucket(bucket).delete(key);
    this.#kept.forgetObject(bucket, key);
    if (record !== undefined) await this.discard(record.file);
  }
}
