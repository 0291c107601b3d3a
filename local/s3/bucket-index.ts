import type { ObjectRecord } from './object-record';

/** Objects of one bucket in S3's order: by the UTF-8 bytes of the keys. */
export class BucketIndex {
  readonly createdAt: Date;
  /** True when EventBridge gets events of its objects. */
  tellsEventBridge = false;
  readonly #objects = new Map<string, ObjectRecord>();
  #sorted: readonly string[] | undefined;

  constructor(createdAt: Date) {
    this.createdAt = createdAt;
  }

  get(key: string): ObjectRecord | undefined {
    return this.#objects.get(key);
  }

  set(record: ObjectRecord): void {
    if (!this.#objects.has(record.key)) this.#sorted = undefined;
    this.#objects.set(record.key, record);
  }

  delete(key: string): ObjectRecord | undefined {
    const record = this.#objects.get(key);
    if (this.#objects.delete(key)) this.#sorted = undefined;
    return record;
  }

  isEmpty(): boolean {
    return this.#objects.size === 0;
  }

  /** Keys that start with `prefix`, in order. */
  keys(prefix = ''): readonly string[] {
    this.#sorted ??= [...this.#objects.keys()].sort(compareUtf8);
    return prefix === '' ? this.#sorted : this.#sorted.filter((key) => key.startsWith(prefix));
  }
}

/** UTF-8 order. It differs from JavaScript's UTF-16 order beyond the basic multilingual plane. */
export function compareUtf8(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
