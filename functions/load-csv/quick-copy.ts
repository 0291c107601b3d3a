import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { copyOptions, list } from '../../core/loads/sql';
import type { CsvDialect, LoadColumn } from '../../core/planning/load-plan';
import type { FileText } from './file-text';

/** COPY would reject or misread the file: it has to be read record by record. */
export class NeedsCare extends Error {
  override readonly name = 'NeedsCare';
}

/** Sends the file to PostgreSQL unchanged: COPY parses and checks it. Returns the number of rows. */
export async function quickCopy(
  client: Client,
  text: FileText,
  into: string,
  columns: readonly LoadColumn[],
  dialect: CsvDialect,
  signal: AbortSignal,
): Promise<number> {
  const options = copyOptions(dialect, [`ENCODING 'UTF8'`]);
  const copy = client.query(
    copyFrom(`COPY ${into} (${list(columns.map(({ name }) => name))}) FROM STDIN WITH (${options})`, {
      highWaterMark: 1024 * 1024,
    }),
  );
  await pipeline(Readable.from(withoutEndMarks(text.rest, dialect), { objectMode: false }), copy, { signal });
  return copy.rowCount;
}

const endMarks = [Buffer.from('\n\\.'), Buffer.from('\r\\.')];
const undecodable = Buffer.from('\ufffd');

/**
 * Passes the bytes on, and throws `NeedsCare` at an end mark. Before PostgreSQL 18 a line `\.` ends the data even in CSV, and the
 * server ignores the rest of the file without an error (https://www.postgresql.org/docs/17/sql-copy.html).
 */
export async function* withoutEndMarks(
  source: AsyncIterable<Buffer>,
  dialect: CsvDialect,
): AsyncGenerator<Buffer> {
  let tail: Buffer = Buffer.from('\n');
  for await (const chunk of source) {
    const seam = Buffer.concat([tail, chunk.subarray(0, 2)]);
    if (endMarks.some((mark) => chunk.includes(mark) || seam.includes(mark)))
      throw new NeedsCare('a line begins with \\.');
    if (dialect.encoding !== 'utf-8' && chunk.includes(undecodable))
      throw new NeedsCare(`there are bytes that are not ${dialect.encoding}`);
    tail = chunk.length >= 2 ? chunk.subarray(-2) : Buffer.concat([tail, chunk]).subarray(-2);
    yield chunk;
  }
}
