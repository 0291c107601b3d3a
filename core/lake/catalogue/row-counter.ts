const [quote, lineFeed] = [0x22, 0x0a];

/**
 * Counts the records of a CSV text (RFC 4180) that comes in parts. A line break between quotes is part of a value. No byte of a
 * character of several bytes in UTF-8 is a quote or a line break.
 */
export class RowCounter {
  #rows = 0;
  #isQuoted = false;
  /** True if the last record has begun and has no line break yet. */
  #isOpen = false;

  add(bytes: Uint8Array): void {
    // Local variables and an index: a file may have gigabytes.
    let [rows, isQuoted, end] = [this.#rows, this.#isQuoted, -1];
    for (let at = 0; at < bytes.length; at += 1) {
      const byte = bytes[at];
      if (byte === quote) isQuoted = !isQuoted;
      else if (byte === lineFeed && !isQuoted) {
        rows += 1;
        end = at;
      }
    }
    this.#rows = rows;
    this.#isQuoted = isQuoted;
    if (bytes.length > 0) this.#isOpen = end < bytes.length - 1;
  }

  get rows(): number {
    return this.#rows + (this.#isOpen ? 1 : 0);
  }
}
