import type { Ledger } from './ledger';

/** A Map whose entries are in a ledger too, by their keys; `read` parses what an earlier process left. */
export class KeptMap<V> extends Map<string, V> {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger, read: (value: unknown, key: string) => V) {
    super();
    for (const [key, value] of ledger.found) super.set(key, read(value, key));
    this.#ledger = ledger;
  }

  override set(key: string, value: V): this {
    this.#ledger.put(key, value);
    return super.set(key, value);
  }

  override delete(key: string): boolean {
    this.#ledger.delete(key);
    return super.delete(key);
  }

  override clear(): void {
    for (const key of [...this.keys()]) this.delete(key);
  }
}
