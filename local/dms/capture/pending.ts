import type { Lsn } from './position';
import type { Transaction } from './transactions';

// Largest size of changes in memory, however long a batch takes.
const mostBytes = 256 * 1024 * 1024;

/** Transactions that are not in files yet, in commit order. */
export class Pending {
  #transactions: Transaction[] = [];
  #bytes = new Map<string, number>();
  #allBytes = 0;
  /** Number of pending changes. */
  changes = 0;
  /** Arrival of the first of them. Undefined when there are none. */
  since: Date | undefined;

  constructor(private readonly minFileBytes: number) {}

  get isEmpty(): boolean {
    return this.#transactions.length === 0;
  }

  /** True when one table has enough for a file, or all of them together fill the memory. */
  get isFull(): boolean {
    return (
      this.#allBytes >= mostBytes || [...this.#bytes.values()].some((bytes) => bytes >= this.minFileBytes)
    );
  }

  add(transaction: Transaction, now: Date): void {
    this.#transactions.push(transaction);
    this.since ??= now;
    this.changes += transaction.changes.length;
    for (const [table, bytes] of transaction.bytes) {
      this.#bytes.set(table, (this.#bytes.get(table) ?? 0) + bytes);
      this.#allBytes += bytes;
    }
  }

  /** Removes and returns the transactions that end at `until` or before. All of them when it is undefined. */
  take(until: Lsn | undefined, now: Date): readonly Transaction[] {
    const taken = this.#transactions.filter(({ end }) => until === undefined || end <= until);
    const rest = this.#transactions.slice(taken.length);
    this.#transactions = [];
    this.#bytes = new Map();
    this.#allBytes = 0;
    this.changes = 0;
    this.since = undefined;
    for (const transaction of rest) this.add(transaction, now);
    return taken;
  }
}
