import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ObjectStore, StoredObject } from '@lakeferry/local-cloud/object-store';

export interface MemoryObject extends StoredObject {
  readonly body: Buffer;
}

/** Buckets of a world, with the objects in the order of their keys. */
export class MemoryS3 implements ObjectStore {
  readonly #buckets = new Map<string, Map<string, MemoryObject>>();
  readonly #sorted = new Map<string, readonly MemoryObject[]>();
  /** Called for each object that is stored. */
  onStored: (object: MemoryObject) => void = () => undefined;

  /** Called for each object that is stored or removed. */
  onChanged: (bucket: string, key: string, object: MemoryObject | undefined) => void = () => undefined;

  constructor(private readonly now: () => Date) {}

  async createBucket(bucket: string): Promise<void> {
    if (!this.#buckets.has(bucket)) this.#buckets.set(bucket, new Map());
  }

  store(bucket: string, key: string, body: Buffer, contentType = 'application/octet-stream'): MemoryObject {
    const etag = hashOf(body);
    return this.#keep({ bucket, key, size: body.length, etag, lastModified: this.now(), contentType, body });
  }

  copy(from: MemoryObject, bucket: string, key: string): MemoryObject {
    return this.#keep({ ...from, bucket, key, lastModified: this.now() });
  }

  find(bucket: string, key: string): MemoryObject | undefined {
    return this.#bucket(bucket).get(key);
  }

  /** Objects whose keys begin with `prefix` and come after `after`, in the order of their keys. */
  under(bucket: string, prefix: string, after = ''): readonly MemoryObject[] {
    const all = this.#inOrder(bucket);
    const first = firstAtLeast(all, prefix > after ? prefix : after);
    const found: MemoryObject[] = [];
    for (let place = first; place < all.length; place += 1) {
      const object = all[place];
      if (object === undefined || (object.key > prefix && !object.key.startsWith(prefix))) break;
      if (object.key !== after && object.key.startsWith(prefix)) found.push(object);
    }
    return found;
  }

  remove(bucket: string, key: string): void {
    if (!this.#bucket(bucket).delete(key)) return;
    this.#sorted.delete(bucket);
    this.onChanged(bucket, key, undefined);
  }

  async put(
    bucket: string,
    key: string,
    body: Readable | Buffer,
    contentType?: string,
  ): Promise<StoredObject> {
    if (body instanceof Readable) throw new Error('a world has no streams');
    return this.store(bucket, key, body, contentType);
  }

  async head(bucket: string, key: string): Promise<StoredObject | undefined> {
    return this.find(bucket, key);
  }

  async get(): Promise<Readable> {
    throw new Error('a world has no streams');
  }

  async list(bucket: string, prefix: string): Promise<readonly StoredObject[]> {
    return this.under(bucket, prefix);
  }

  async delete(bucket: string, key: string): Promise<void> {
    this.remove(bucket, key);
  }

  #keep(object: MemoryObject): MemoryObject {
    const bucket = this.#bucket(object.bucket);
    if (!bucket.has(object.key)) this.#sorted.delete(object.bucket);
    bucket.set(object.key, object);
    const sorted = this.#sorted.get(object.bucket);
    if (sorted !== undefined) this.#sorted.delete(object.bucket);
    this.onChanged(object.bucket, object.key, object);
    this.onStored(object);
    return object;
  }

  #inOrder(bucket: string): readonly MemoryObject[] {
    const known = this.#sorted.get(bucket);
    if (known !== undefined) return known;
    const sorted = [...this.#bucket(bucket).values()].sort((a, b) => (a.key < b.key ? -1 : 1));
    this.#sorted.set(bucket, sorted);
    return sorted;
  }

  #bucket(bucket: string): Map<string, MemoryObject> {
    const objects = this.#buckets.get(bucket);
    if (objects === undefined) throw new Error(`The specified bucket does not exist: ${bucket}`);
    return objects;
  }
}

const hashes = new WeakMap<Buffer, string>();

function hashOf(body: Buffer): string {
  const known = hashes.get(body) ?? createHash('md5').update(body).digest('hex');
  hashes.set(body, known);
  return known;
}

/** Place of the first object whose key is not before `key`. */
function firstAtLeast(sorted: readonly MemoryObject[], key: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.key ?? '') < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
