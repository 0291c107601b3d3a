import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type CsvRecord, CsvSplitter, RecordTooLong } from '../../core/loads/csv-records';
import { LoadRefused } from '../../core/loads/load-refused';
import type { CsvDialect } from '../../core/planning/load-plan';

type Bytes = AsyncIterable<Buffer>;

/** File as UTF-8 bytes, without its byte order mark and header. */
export interface FileText {
  readonly header: CsvRecord | undefined;
  /** Number of the line that `rest` begins with. */
  readonly firstLine: number;
  readonly rest: Bytes;
}

/**
 * Decompresses a file that begins like gzip, decodes other encodings than UTF-8, and separates the header. UTF-8 passes unchanged:
 * PostgreSQL validates it. Bytes that cannot be decoded become U+FFFD, which readers reject.
 */
export async function fileText(body: Readable, dialect: CsvDialect): Promise<FileText> {
  const bytes = withoutMark(decoded(plain(unzipped(body), dialect.encoding), dialect.encoding))[
    Symbol.asyncIterator
  ]();
  if (!dialect.header)
    return { header: undefined, firstLine: 1, rest: { [Symbol.asyncIterator]: () => bytes } };
  const splitter = new CsvSplitter(dialect);
  try {
    for (;;) {
      const next = await bytes.next();
      const found = splitter.first(next.done === true ? Buffer.alloc(0) : next.value, next.done === true);
      if (found !== undefined && !(next.done === true && found.record.raw.length === 0))
        return { header: found.record, firstLine: splitter.line, rest: after(found.rest, bytes) };
      if (next.done === true) return { header: undefined, firstLine: 1, rest: after(Buffer.alloc(0), bytes) };
    }
  } catch (error) {
    if (error instanceof RecordTooLong)
      throw new LoadRefused('file-unreadable', [`line ${error.line}: ${error.message}`]);
    throw error;
  }
}

async function* after(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    if (first.length > 0) yield first;
    for (;;) {
      const next = await rest.next();
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await rest.return?.();
  }
}

/** Reads the first bytes, at least `least` if the file has so many, ahead of the rest. */
async function peek(source: Bytes, least: number): Promise<{ head: Buffer; all: AsyncGenerator<Buffer> }> {
  const iterator = source[Symbol.asyncIterator]();
  let head: Buffer = Buffer.alloc(0);
  while (head.length < least) {
    const next = await iterator.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  return { head, all: after(head, iterator) };
}

async function* unzipped(body: Readable): AsyncGenerator<Buffer> {
  const { head, all } = await peek(body, 2);
  if (head[0] !== 0x1f || head[1] !== 0x8b) {
    yield* all;
    return;
  }
  const source = Readable.from(all);
  const gunzip = createGunzip();
  source.on('error', (error) => gunzip.destroy(error));
  try {
    yield* source.pipe(gunzip);
  } catch (error) {
    if (isZlibError(error))
      throw new LoadRefused('file-unreadable', [`the file is not a complete gzip file: ${error.message}`], {
        cause: error,
      });
    throw error;
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}

const marks: readonly { readonly begins: Buffer; readonly is: string; readonly in?: string }[] = [
  {
    begins: Buffer.from('PK\u0003\u0004'),
    is: 'a zip or an Excel workbook: save it as CSV, plain or gzip',
  },
  { begins: Buffer.from([0xff, 0xfe]), is: 'UTF-16: set encoding: utf-16le', in: 'utf-16le' },
  { begins: Buffer.from([0xfe, 0xff]), is: 'UTF-16: set encoding: utf-16be', in: 'utf-16be' },
];

/** Names the formats that people drop by mistake, because their first line would be unreadable in a message. */
async function* plain(source: Bytes, encoding: string): AsyncGenerator<Buffer> {
  const { head, all } = await peek(source, 4);
  const mark = marks.find(
    ({ begins, ...mark }) => mark.in !== encoding && head.subarray(0, begins.length).equals(begins),
  );
  if (mark !== undefined) {
    await all.return(undefined);
    throw new LoadRefused('file-unreadable', [`the file looks like ${mark.is}`]);
  }
  yield* all;
}

function isZlibError(error: unknown): error is { readonly message: string } {
  return (
    typeof error === 'object' && error !== null && 'code' in error && String(error.code).startsWith('Z_')
  );
}

/** Decodes with Node's decoder (ICU), which streams and has the encodings of the WHATWG standard. */
async function* decoded(source: Bytes, encoding: string): AsyncGenerator<Buffer> {
  if (encoding === 'utf-8') {
    yield* source;
    return;
  }
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  for await (const chunk of source)
    yield Buffer.from(marked(decoder.decode(chunk, { stream: true }), encoding));
  yield Buffer.from(marked(decoder.decode(), encoding));
}

/** Rejects bytes without a character in windows-125x, which the standard decodes as control characters. */
function marked(text: string, encoding: string): string {
  return encoding.startsWith('windows-') ? text.replace(/[\u0080-\u009f]/g, '\ufffd') : text;
}

async function* withoutMark(source: Bytes): AsyncGenerator<Buffer> {
  const { head, all } = await peek(source, 3);
  let toDrop = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  for await (const chunk of all) {
    yield toDrop > 0 ? chunk.subarray(toDrop) : chunk;
    toDrop = 0;
  }
}
