import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { MemoryObjects } from '../runs/memory-objects';

/** Buckets that survive their process, even after a crash: an object exists completely or not at all. */
export class FolderObjects extends MemoryObjects {
  readonly #folder: string;

  private constructor(folder: string) {
    super();
    this.#folder = folder;
  }

  /** Opens the buckets with the objects of earlier processes. */
  static async open(folder: string): Promise<FolderObjects> {
    const objects = new FolderObjects(folder);
    mkdirSync(folder, { recursive: true });
    for (const bucketName of readdirSync(folder)) {
      await MemoryObjects.prototype.createBucket.call(objects, bucketName);
      for (const name of readdirSync(join(folder, bucketName)))
        if (!name.endsWith(unfinished))
          await MemoryObjects.prototype.put.call(
            objects,
            bucketName,
            decodeURIComponent(name),
            readFileSync(join(folder, bucketName, name)),
          );
    }
    return objects;
  }

  override async createBucket(bucketName: string): Promise<void> {
    await super.createBucket(bucketName);
    mkdirSync(join(this.#folder, bucketName), { recursive: true });
  }

  override async put(bucketName: string, key: string, body: Readable | Buffer, contentType?: string) {
    const stored = await super.put(bucketName, key, body, contentType);
    const file = this.#file(bucketName, key);
    writeFileSync(`${file}${unfinished}`, this.read(bucketName, key));
    renameSync(`${file}${unfinished}`, file);
    return stored;
  }

  override async delete(bucketName: string, key: string): Promise<void> {
    await super.delete(bucketName, key);
    rmSync(this.#file(bucketName, key), { force: true });
  }

  #file(bucketName: string, key: string): string {
    return join(this.#folder, bucketName, encodeURIComponent(key));
  }
}

const unfinished = '.unfinished';
