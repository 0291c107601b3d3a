import { Transform } from 'node:stream';
import { AwsError } from '../service';

/**
 * Removes the `aws-chunked` framing of a body (`<hex size>[;chunk-signature=..]` CRLF data CRLF, ended by a
 * chunk of size 0 and trailers). SDKs use it to send a checksum after the data.
 */
export class AwsChunkedDecoder extends Transform {
  /** Trailing headers, names in lower case. Complete when the stream has ended. */
  readonly trailers: Record<string, string> = {};
  #pending: Buffer = Buffer.alloc(0);
  #left = 0;
  #state: 'size' | 'data' | 'data-end' | 'trailers' = 'size';

  override _transform(chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    try {
      while (this.#step());
      done();
    } catch (cause) {
      done(cause instanceof Error ? cause : new Error(String(cause)));
    }
  }

  override _flush(done: (error?: Error) => void): void {
    const line = this.#pending.toString('latin1').trim();
    if (this.#state === 'trailers') {
      if (line !== '') this.#readTrailer(line);
      done();
    } else done(new AwsError('IncompleteBody', 'the aws-chunked body ended before its last chunk'));
  }

  #step(): boolean {
    if (this.#state === 'data') return this.#takeData();
    const line = this.#takeLine();
    if (line === undefined) return false;
    if (this.#state === 'size') {
      this.#left = Number.parseInt(line, 16);
      if (Number.isNaN(this.#left))
        throw new AwsError('InvalidRequest', `"${line}" is not an aws-chunked chunk size`);
      this.#state = this.#left === 0 ? 'trailers' : 'data';
    } else if (this.#state === 'data-end') this.#state = 'size';
    else if (line !== '') this.#readTrailer(line);
    return true;
  }

  #takeData(): boolean {
    if (this.#pending.length === 0) return false;
    const data = this.#pending.subarray(0, this.#left);
    this.#pending = this.#pending.subarray(data.length);
    this.#left -= data.length;
    this.push(data);
    if (this.#left === 0) this.#state = 'data-end';
    return true;
  }

  #takeLine(): string | undefined {
    const end = this.#pending.indexOf('\r\n');
    if (end < 0) return undefined;
    const line = this.#pending.subarray(0, end).toString('latin1');
    this.#pending = this.#pending.subarray(end + 2);
    return line;
  }

  #readTrailer(line: string): void {
    const colon = line.indexOf(':');
    if (colon > 0) this.trailers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
}
