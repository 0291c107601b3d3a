/** Receives one field: its bytes are `buffer[start, end)`. `end < 0` means NULL. */
export type TakeField = (column: number, buffer: Buffer, start: number, end: number) => void;

const headerBytes = 19;

/** Reader for the rows of `COPY ... (FORMAT binary)`, from chunks that may end anywhere. */
export class BinaryRowReader {
  #rest: Buffer = Buffer.alloc(0);
  #headerRead = false;
  /** Number of whole rows so far. */
  rows = 0;

  constructor(
    private readonly columns: number,
    private readonly takeField: TakeField,
    private readonly rowDone: () => void,
  ) {}

  push(chunk: Buffer): void {
    const buffer = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    if (!this.#headerRead) {
      if (buffer.length < headerBytes) {
        this.#rest = buffer;
        return;
      }
      // The header's extension area has a length of its own, although it has been empty in every PostgreSQL
      // so far.
      at = headerBytes + buffer.readInt32BE(headerBytes - 4);
      this.#headerRead = true;
    }
    for (let next = this.#endOfRow(buffer, at); next > 0; next = this.#endOfRow(buffer, at)) {
      this.#readRow(buffer, at + 2);
      at = next;
    }
    this.#rest = buffer.subarray(at);
  }

  /** End of the row at `at`. 0 when the row is incomplete, or is the trailer. */
  #endOfRow(buffer: Buffer, at: number): number {
    if (at + 2 > buffer.length || buffer.readInt16BE(at) === -1) return 0;
    let end = at + 2;
    for (let column = 0; column < this.columns; column += 1) {
      if (end + 4 > buffer.length) return 0;
      const length = buffer.readInt32BE(end);
      end += 4 + Math.max(length, 0);
    }
    return end > buffer.length ? 0 : end;
  }

  #readRow(buffer: Buffer, start: number): void {
    let at = start;
    for (let column = 0; column < this.columns; column += 1) {
      const length = buffer.readInt32BE(at);
      at += 4;
      this.takeField(column, buffer, at, length < 0 ? -1 : at + length);
      if (length > 0) at += length;
    }
    this.rows += 1;
    this.rowDone();
  }
}
