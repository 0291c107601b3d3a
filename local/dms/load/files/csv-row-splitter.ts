/** Sequence of whole rows (possibly several buffers in order) for the file with this number, from 1. */
export interface CsvPiece {
  readonly file: number;
  readonly data: Buffer;
}

const newline = 0x0a;

/**
 * Cuts a stream of CSV at row ends, so that no file exceeds `maxFileBytes` unless a single row is larger. A
 * line break inside quotes is not a row end. Chunks may end anywhere. Returns whole rows only, and keeps the
 * rest of a row until its end arrives.
 */
export class CsvRowSplitter {
  /** Number of whole rows so far. */
  rows = 0;
  #file = 1;
  #fileBytes = 0;
  #quoted = false;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;

  constructor(
    private readonly maxFileBytes: number,
    private readonly quote = 0x22,
  ) {}

  push(chunk: Buffer): CsvPiece[] {
    const pieces: CsvPiece[] = [];
    const { quote } = this;
    let quoted = this.#quoted;
    let pieceStart = 0;
    let rowStart = 0;
    for (let index = 0; index < chunk.length; index += 1) {
      const byte = chunk[index];
      if (byte === quote) quoted = !quoted;
      else if (byte === newline && !quoted) {
        const rowBytes = this.#waitingBytes + index + 1 - rowStart;
        if (this.#fileBytes > 0 && this.#fileBytes + rowBytes > this.maxFileBytes) {
          if (rowStart > pieceStart)
            pieces.push({ file: this.#file, data: chunk.subarray(pieceStart, rowStart) });
          pieceStart = rowStart;
          this.#file += 1;
          this.#fileBytes = 0;
        }
        if (this.#waitingBytes > 0) this.#release(pieces);
        this.#fileBytes += rowBytes;
        this.rows += 1;
        rowStart = index + 1;
      }
    }
    this.#quoted = quoted;
    if (rowStart > pieceStart) pieces.push({ file: this.#file, data: chunk.subarray(pieceStart, rowStart) });
    if (rowStart < chunk.length) {
      this.#waiting.push(chunk.subarray(rowStart));
      this.#waitingBytes += chunk.length - rowStart;
    }
    return pieces;
  }

  /** Data that still waits for a row end. Empty after a complete stream. */
  end(): CsvPiece[] {
    const pieces: CsvPiece[] = [];
    if (this.#waitingBytes > 0) this.#release(pieces);
    return pieces;
  }

  #release(pieces: CsvPiece[]): void {
    for (const data of this.#waiting) pieces.push({ file: this.#file, data });
    this.#waiting = [];
    this.#waitingBytes = 0;
  }
}
