import type { Journal } from './journal';

/**
 * Map whose entries are also in a journal, by their keys. `read` parses the entries of an earlier process.
 */
export class KeptMap<V> extends Map<string, V> {
  readonly #journal: Journal;

  constructor(journal: Journal, read: (value: unknown, key: string) => V) {
    super();
    for (const [key, value] of journal.found) super.set(key, read(value, key));
    this.#journal = journal;
  }

  override set(key: string, value: V): this {
    this.#journal.put(key, value);
    return super.set(key, value);
  }

  override delete(key: string): boolean {
    this.#journal.delete(key);
    return super.delete(key);
  }

  override clear(): void {
    for (const key of [...this.keys()]) this.delete(key);
  }
}
