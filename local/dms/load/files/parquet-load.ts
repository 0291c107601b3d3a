import { gzipSync } from 'node:zlib';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { copyOut } from '../copy-out';
import { BinaryRowReader } from './binary-rows';
import type { FileLoad } from './file-load';
import { ObjectUpload } from './object-upload';
import { decoder, hasStatistics, type ParquetValue, schemaElement } from './parquet-column';

/** Streams a table's rows into one Parquet file, one row group at a time. Returns the number of rows. */
export async function loadParquet(load: FileLoad): Promise<number> {
  let file: ParquetFile | undefined;
  let filled = 0;
  const values: ParquetValue[][] = load.columns.map(() => []);
  const decoders = load.columns.map((column) =>
    decoder(column, load.target.parquetMilliseconds, () =>
      load.warn(
        `column "${column.name}" of ${load.folder} has numbers too large for its DECIMAL; they become NULL`,
      ),
    ),
  );
  const full: ParquetValue[][][] = [];
  const reader = new BinaryRowReader(
    load.columns.length,
    (column, buffer, start, end) => {
      const decode = decoders[column];
      values[column]?.push(end < 0 || decode === undefined ? null : decode(buffer, start, end));
    },
    () => {
      filled += 1;
      if (filled < load.target.rowGroupLength) return;
      full.push(values.splice(0, values.length, ...values.map(() => [])));
      filled = 0;
    },
  );
  try {
    const writeGroups = async (): Promise<void> => {
      for (const group of full.splice(0)) {
        file ??= new ParquetFile(load);
        await file.write(group);
      }
    };
    for await (const chunk of copyOut(load.client, copySql(load), load.signal)) {
      reader.push(chunk);
      await writeGroups();
      await load.onRows(reader.rows);
    }
    if (filled > 0) full.push(values);
    await writeGroups();
    await file?.finish();
    return reader.rows;
  } catch (error) {
    await file?.abandon();
    throw error;
  }
}

function copySql({ columns, from }: FileLoad): string {
  return `COPY (SELECT ${columns.map(({ sql }) => sql).join(', ')} ${from}) TO STDOUT (FORMAT binary)`;
}

class ParquetFile {
  readonly #bytes = new ByteWriter();
  readonly #writer: ParquetWriter;
  readonly #upload: ObjectUpload;

  constructor(private readonly load: FileLoad) {
    const { target, columns, objects, folder } = load;
    this.#upload = new ObjectUpload(objects, target.bucket, `${folder}${load.fileName(1)}`, {
      gzip: false,
      contentType: 'application/vnd.apache.parquet',
    });
    this.#writer = new ParquetWriter({
      writer: this.#bytes,
      schema: [
        { name: 'schema', num_children: columns.length },
        ...columns.map((column) => schemaElement(column, target.parquetMilliseconds)),
      ],
      codec: target.gzip ? 'GZIP' : 'UNCOMPRESSED',
      compressors: { GZIP: (input) => gzipSync(input, { level: 1 }) },
      statistics: target.statistics,
      createdBy: 'AWS',
    });
  }

  async write(group: readonly ParquetValue[][]): Promise<void> {
    const { columns, target } = this.load;
    const rows = group[0]?.length ?? 0;
    await this.#writer.write({
      columnData: columns.map((column, index) => ({
        name: column.name,
        data: group[index] ?? [],
        offsetIndex: false,
        statistics: target.statistics && hasStatistics(column),
        ...(target.plainEncoding ? { encoding: 'PLAIN' as const } : {}),
      })),
      rowGroupSize: rows,
    });
    await this.#flush();
  }

  async finish(): Promise<void> {
    await this.#writer.finish();
    await this.#flush();
    await this.#upload.finish();
  }

  abandon(): Promise<void> {
    return this.#upload.abandon();
  }

  /**
   * Passes on the bytes that the writer has produced so far. Its `offset` keeps counting, and its buffer
   * starts again.
   */
  async #flush(): Promise<void> {
    const made = this.#bytes.getBytes().slice();
    this.#bytes.index = 0;
    await this.#upload.write(made);
  }
}
