/** Record of a CSV file: one line, or several where a quoted field has line breaks. */
export interface CsvRecord {
  /** Number of its first line in the file, from 1. */
  readonly line: number;
  /** Its bytes in the file, without the line end. */
  readonly raw: Buffer;
  readonly fields: readonly CsvField[];
  /** Set when the file ended inside quotes. */
  readonly unclosed?: boolean;
}

export interface CsvField {
  readonly value: Buffer;
  /** A quoted field is never NULL. */
  readonly quoted: boolean;
}

export class RecordTooLong extends Error {
  override readonly name = 'RecordTooLong';

  constructor(readonly line: number) {
    super(
      `the record that begins here does not end within ${longestRecord} bytes; a quote is not closed, or the row is too long`,
    );
  }
}

const longestRecord = 8 * 1024 * 1024;
const [lineFeed, carriageReturn] = [10, 13];

/**
 * Splits UTF-8 bytes into records as PostgreSQL's COPY (FORMAT csv) reads them, with one difference: LF, CR and CRLF may be mixed.
 * Bytes above 127 are never a delimiter, so invalid UTF-8 is split as well.
 * https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-CSV-FORMAT
 */
export class CsvSplitter {
  #rest: Buffer = Buffer.alloc(0);
  #line = 1;
  readonly #delimiter: number;
  readonly #quote: number;

  constructor(dialect: { readonly delimiter: string; readonly quote: string }) {
    this.#delimiter = dialect.delimiter.charCodeAt(0);
    this.#quote = dialect.quote.charCodeAt(0);
  }

  /** Records that are complete after this chunk. */
  push(chunk: Buffer): CsvRecord[] {
    return this.#take(chunk, false);
  }

  /** Last records, at the end of the file. */
  end(): CsvRecord[] {
    return this.#take(Buffer.alloc(0), true);
  }

  /** First record and the bytes after it, for headers. Undefined until the record is complete. */
  first(chunk: Buffer, atEnd: boolean): { readonly record: CsvRecord; readonly rest: Buffer } | undefined {
    const data = this.#with(chunk);
    const found = this.#scan(data, 0, atEnd);
    if (found === undefined) {
      this.#keep(data);
      return undefined;
    }
    this.#rest = Buffer.alloc(0);
    return { record: found.record, rest: data.subarray(found.next) };
  }

  get line(): number {
    return this.#line;
  }

  #take(chunk: Buffer, atEnd: boolean): CsvRecord[] {
    const data = this.#with(chunk);
    const records: CsvRecord[] = [];
    let from = 0;
    while (from < data.length) {
      const found = this.#scan(data, from, atEnd);
      if (found === undefined) break;
      records.push(found.record);
      from = found.next;
    }
    this.#keep(data.subarray(from));
    return records;
  }

  #with(chunk: Buffer): Buffer {
    return this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
  }

  #keep(rest: Buffer): void {
    if (rest.length > longestRecord) throw new RecordTooLong(this.#line);
    this.#rest = rest;
  }

  #scan(
    data: Buffer,
    start: number,
    atEnd: boolean,
  ): { readonly record: CsvRecord; readonly next: number } | undefined {
    const fields: CsvField[] = [];
    let [at, fieldStart, lines] = [start, start, 1];
    let [inQuotes, quoted] = [false, false];
    const field = (): void => {
      const value = data.subarray(fieldStart, at);
      fields.push({ value: quoted ? this.#unquoted(value) : value, quoted });
    };
    for (; at < data.length; at += 1) {
      const byte = data[at];
      if (byte === this.#quote) {
        if (!inQuotes) [inQuotes, quoted] = [true, true];
        else if (at + 1 === data.length && !atEnd) return undefined;
        else if (data[at + 1] === this.#quote) at += 1;
        else inQuotes = false;
      } else if (inQuotes) {
        if (byte === lineFeed || (byte === carriageReturn && data[at + 1] !== lineFeed)) lines += 1;
      } else if (byte === this.#delimiter) {
        field();
        [fieldStart, quoted] = [at + 1, false];
      } else if (byte === lineFeed || byte === carriageReturn) {
        if (byte === carriageReturn && at + 1 === data.length && !atEnd) return undefined;
        const next = byte === carriageReturn && data[at + 1] === lineFeed ? at + 2 : at + 1;
        field();
        return { record: this.#record(data.subarray(start, at), fields, lines), next };
      }
    }
    if (!atEnd) return undefined;
    field();
    const record = this.#record(data.subarray(start, at), fields, lines);
    return { record: inQuotes ? { ...record, unclosed: true } : record, next: at };
  }

  #record(raw: Buffer, fields: readonly CsvField[], lines: number): CsvRecord {
    const record = { line: this.#line, raw, fields };
    this.#line += lines;
    return record;
  }

  /** Value without quotes, which may begin and end within a field. Two quotes inside quotes are one. */
  #unquoted(value: Buffer): Buffer {
    const out = Buffer.alloc(value.length);
    let [length, inQuotes] = [0, false];
    for (let at = 0; at < value.length; at += 1) {
      const byte = value[at] ?? 0;
      if (byte !== this.#quote) {
        out[length++] = byte;
      } else if (inQuotes && value[at + 1] === this.#quote) {
        out[length++] = byte;
        at += 1;
      } else inQuotes = !inQuotes;
    }
    return out.subarray(0, length);
  }
}
