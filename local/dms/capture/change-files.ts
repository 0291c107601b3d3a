import type { Client } from 'pg';
import type { ObjectStore } from '../../object-store';
import { copyOut } from '../load/copy-out';
import { copySql, loadCsv, unseen, withoutByte } from '../load/files/csv-load';
import { CsvRowSplitter } from '../load/files/csv-row-splitter';
import { ObjectUpload } from '../load/files/object-upload';
import { loadParquet } from '../load/files/parquet-load';
import { constant } from '../load/table-columns';
import type { TargetSettings } from '../load/target-settings';
import { type ChangeFile, orderColumn } from './batch-plan';
import { opColumn } from './change-rows';

export interface ChangeFileWriter {
  readonly client: Client;
  readonly objects: ObjectStore;
  readonly target: TargetSettings;
  /** Fires when the process crashes. */
  readonly died: AbortSignal;
  readonly warn: (line: string) => void;
}

/** Writes one file, or none when the table's filter selects no row of it. */
export async function writeChangeFile(writer: ChangeFileWriter, file: ChangeFile): Promise<void> {
  const { client, objects, died, warn } = writer;
  // MaxFileSize applies to files of a full load. A batch is one file.
  const target = { ...writer.target, maxFileBytes: Number.POSITIVE_INFINITY };
  const write = target.format === 'csv' ? loadCsv : loadParquet;
  await write({
    client,
    objects,
    target,
    folder: file.folder,
    fileName: () => file.name,
    columns: file.columns,
    from: file.from(),
    signal: died,
    onRows: async () => undefined,
    warn,
  });
}

/**
 * Writes all changes of a batch into one file, one line `op,table,schema,values...` per change, in their
 * original order.
 */
export async function writeTransactionFile(
  writer: ChangeFileWriter,
  files: readonly ChangeFile[],
  key: string,
): Promise<void> {
  const { objects, target, died } = writer;
  const lines: { readonly order: number; readonly line: Buffer }[] = [];
  for (const file of files) lines.push(...(await orderedLines(writer, file)));
  if (lines.length === 0) return;
  lines.sort((a, b) => a.order - b.order);
  const upload = new ObjectUpload(objects, target.bucket, key, {
    gzip: target.gzip,
    contentType: target.gzip ? 'application/gzip' : 'text/csv',
  });
  died.throwIfAborted();
  await upload.write(Buffer.concat(lines.map(({ line }) => line)));
  await upload.finish();
}

async function orderedLines({ client, target, died }: ChangeFileWriter, file: ChangeFile) {
  const [first, ...rest] = file.columns;
  const names = [constant('table', file.table), constant('schema', file.schema)];
  const columns = first === opColumn ? [first, ...names, ...rest] : [...names, ...file.columns];
  const sql = copySql({ target, columns: [orderColumn, ...columns], from: file.from() });
  const splitter = new CsvRowSplitter(0, target.rfc4180 ? 0x22 : unseen);
  // With a file size of zero, every row becomes a file of its own.
  const rows = new Map<number, Buffer[]>();
  const take = (pieces: ReturnType<CsvRowSplitter['push']>): void => {
    for (const { file: row, data } of pieces) rows.set(row, [...(rows.get(row) ?? []), data]);
  };
  for await (const chunk of copyOut(client, sql, died)) take(splitter.push(chunk));
  take(splitter.end());
  return [...rows.values()].map((pieces) => {
    const row = Buffer.concat(pieces);
    const end = row.indexOf(target.csvDelimiter);
    const line = row.subarray(end + 1);
    return {
      order: Number(row.toString('latin1', 0, end)),
      line: target.rfc4180 ? line : withoutByte(line, unseen),
    };
  });
}
