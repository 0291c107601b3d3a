import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { ObjectStore } from '../../../object-store';
import { TargetError } from '../failures';

/** Upload of one object, with back-pressure. The object appears when `finish` resolves, or not at all. */
export class ObjectUpload {
  readonly #stream: PassThrough | ReturnType<typeof createGzip>;
  readonly #stored: Promise<void>;
  #failure: unknown;

  constructor(
    objects: ObjectStore,
    bucket: string,
    private readonly key: string,
    options: { readonly gzip: boolean; readonly contentType: string },
  ) {
    // Speed over size: local disk space is cheap.
    this.#stream = options.gzip ? createGzip({ level: 1 }) : new PassThrough({ highWaterMark: 1024 * 1024 });
    this.#stream.on('error', (error) => {
      this.#failure ??= error;
    });
    this.#stored = objects.put(bucket, key, this.#stream, options.contentType).then(
      () => undefined,
      (error: unknown) => {
        this.#failure ??= error;
        this.#stream.destroy(error instanceof Error ? error : new Error(String(error)));
      },
    );
  }

  async write(data: Uint8Array): Promise<void> {
    this.#check();
    if (!this.#stream.write(data)) await once(this.#stream, 'drain').catch(() => undefined);
    this.#check();
  }

  async finish(): Promise<void> {
    this.#stream.end();
    await this.#stored;
    this.#check();
  }

  /** Ends the upload without an object. */
  async abandon(): Promise<void> {
    this.#stream.destroy(new Error('the load was abandoned'));
    await this.#stored;
  }

  #check(): void {
    if (this.#failure !== undefined) throw new TargetError(`Failed to put file ${this.key}`, this.#failure);
  }
}
