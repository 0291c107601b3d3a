import { type DecodedLine, DecodedLineReader } from './decoded-line';
import type { Lsn } from './position';

export type Change = Extract<DecodedLine, { readonly kind: 'row' | 'truncate' }>;

export interface Transaction {
  readonly xid: number;
  /** End in the log: the position to continue from. */
  readonly end: Lsn;
  /** As PostgreSQL writes it: `2026-01-31 10:00:00.123456+00`. */
  readonly committedAt: string;
  readonly changes: readonly Change[];
  /** Approximate size of the changes in a file, by qualified name. */
  readonly bytes: ReadonlyMap<string, number>;
}

/**
 * Assembles the lines of the decoder into transactions, in commit order. Changes that `wanted` rejects are
 * left out.
 */
export class TransactionReader {
  readonly #lines = new DecodedLineReader();
  #xid = 0;
  #changes: Change[] = [];
  #bytes = new Map<string, number>();

  constructor(
    private readonly wanted: (table: string) => boolean,
    private readonly take: (transaction: Transaction) => void,
  ) {}

  line(text: string, lsn: Lsn): void {
    const line = this.#lines.read(text);
    switch (line.kind) {
      case 'begin':
        this.#xid = line.xid;
        this.#changes = [];
        this.#bytes = new Map();
        return;
      case 'row':
        if (!this.wanted(line.table)) return;
        this.#changes.push(line);
        this.#bytes.set(line.table, (this.#bytes.get(line.table) ?? 0) + text.length);
        return;
      case 'truncate':
        this.#changes.push(line);
        return;
      case 'commit': {
        const changes = this.#changes;
        this.take({ xid: this.#xid, end: lsn, committedAt: line.committedAt, changes, bytes: this.#bytes });
        this.#changes = [];
        return;
      }
      case 'other':
        return;
    }
  }
}
