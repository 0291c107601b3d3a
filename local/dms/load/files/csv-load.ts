import { literal } from '../../mapping/sql';
import { copyOut } from '../copy-out';
import type { TargetSettings } from '../target-settings';
import { CsvRowSplitter } from './csv-row-splitter';
import { csvSql } from './csv-sql';
import type { FileLoad } from './file-load';
import { ObjectUpload } from './object-upload';

// Without RFC 4180 nothing is quoted. PostgreSQL always quotes, so it quotes with a byte that is removed
// afterwards.
export const unseen = 0x01;

/** Streams a table's rows into CSV files. Returns the number of rows. */
export async function loadCsv(load: FileLoad): Promise<number> {
  const { target } = load;
  const splitter = new CsvRowSplitter(target.maxFileBytes, target.rfc4180 ? 0x22 : unseen);
  let upload: { readonly file: number; readonly object: ObjectUpload } | undefined;
  try {
    const write = async (file: number, data: Buffer): Promise<void> => {
      if (upload?.file !== file) {
        await upload?.object.finish();
        upload = { file, object: open(load, file) };
        if (target.addColumnName) await upload.object.write(header(load));
      }
      await upload.object.write(target.rfc4180 ? data : withoutByte(data, unseen));
    };
    for await (const chunk of copyOut(load.client, copySql(load), load.signal)) {
      for (const { file, data } of splitter.push(chunk)) await write(file, data);
      await load.onRows(splitter.rows);
    }
    for (const { file, data } of splitter.end()) await write(file, data);
    await upload?.object.finish();
    return splitter.rows;
  } catch (error) {
    await upload?.object.abandon();
    throw error;
  }
}

function open({ objects, target, folder, fileName }: FileLoad, file: number): ObjectUpload {
  return new ObjectUpload(objects, target.bucket, `${folder}${fileName(file)}`, {
    gzip: target.gzip,
    contentType: target.gzip ? 'application/gzip' : 'text/csv',
  });
}

/** COPY of the columns in the form in which DMS writes them into CSV. */
export function copySql({ target, columns, from }: Pick<FileLoad, 'target' | 'columns' | 'from'>): string {
  const quote = target.rfc4180 ? '"' : '\u0001';
  const options = [
    'FORMAT csv',
    `DELIMITER ${literal(target.csvDelimiter)}`,
    `NULL ${literal(target.csvNullValue)}`,
    `QUOTE ${literal(quote)}`,
    `ESCAPE ${literal(quote)}`,
  ];
  // OFFSET 0 keeps the inner query separate, so that its expressions (a time zone, a cut LOB) are computed
  // once.
  const inner = columns.map(({ sql }, index) => `${sql} AS c${index}`).join(', ');
  const outer = columns.map((column, index) => csvSql({ ...column, sql: `c${index}` })).join(', ');
  return `COPY (SELECT ${outer} FROM (SELECT ${inner} ${from} OFFSET 0) q) TO STDOUT (${options.join(', ')})`;
}

function header({ target, columns }: FileLoad): Buffer {
  return Buffer.from(`${columns.map(({ name }) => headerField(name, target)).join(target.csvDelimiter)}\n`);
}

function headerField(name: string, target: TargetSettings): string {
  const needsQuotes = target.rfc4180 && (/["\r\n]/.test(name) || name.includes(target.csvDelimiter));
  return needsQuotes ? `"${name.replaceAll('"', '""')}"` : name;
}

export function withoutByte(data: Buffer, byte: number): Buffer {
  return data.includes(byte) ? (data.filter((value) => value !== byte) as Buffer) : data;
}
