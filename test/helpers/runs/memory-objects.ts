import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { ObjectStore, StoredObject } from '@lakeferry/local-cloud';

/** Buckets in memory. `failWrites` makes every put fail with its message. */
export class MemoryObjects implements ObjectStore {
  failWrites: string | undefined;
  readonly #buckets = new Map<
    string,
    Map<string, { readonly data: Buffer; readonly stored: StoredObject }>
  >();

  hasBucket(bucket: string): boolean {
    return this.#buckets.has(bucket);
  }

  async createBucket(bucket: string): Promise<void> {
    this.#buckets.set(bucket, new Map());
  }

  async put(bucket: string, key: string, body: Readable | Buffer, contentType = 'binary/octet-stream') {
    const objects = this.#bucket(bucket);
    if (this.failWrites !== undefined) throw new Error(this.failWrites);
    const data = Buffer.isBuffer(body) ? body : await buffer(body);
    const stored: StoredObject = {
      bucket,
      key,
      size: data.length,
      etag: createHash('md5').update(data).digest('hex'),
      lastModified: new Date(0),
      contentType,
    };
    objects.set(key, { data, stored });
    return stored;
  }

  async head(bucket: string, key: string) {
    return this.#bucket(bucket).get(key)?.stored;
  }

  async get(bucket: string, key: string): Promise<Readable> {
    return Readable.from([this.read(bucket, key)]);
  }

  async list(bucket: string, prefix: string): Promise<readonly StoredObject[]> {
    return [...this.#bucket(bucket).values()]
      .map(({ stored }) => stored)
      .filter(({ key }) => key.startsWith(prefix))
      .sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
  }

  async delete(bucket: string, key: string): Promise<void> {
    this.#bucket(bucket).delete(key);
  }

  read(bucket: string, key: string): Buffer {
    const object = this.#bucket(bucket).get(key);
    if (object === undefined) throw new Error(`no object ${key} in ${bucket}`);
    return object.data;
  }

  /** All keys of the bucket, in order. */
  async keys(bucket: string): Promise<readonly string[]> {
    return (await this.list(bucket, '')).map(({ key }) => key);
  }

  #bucket(bucket: string) {
    const objects = this.#buckets.get(bucket);
    if (objects === undefined) throw new Error(`The specified bucket does not exist: ${bucket}`);
    return objects;
  }
}
