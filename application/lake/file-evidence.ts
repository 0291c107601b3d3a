import { constants, gunzipSync } from 'node:zlib';
import { parquetMetadataAsync } from 'hyparquet';
import type { LakeDocuments } from '../../aws/lake/documents';
import type { ObjectState } from '../../aws/lake/object-state';
import { csvHeader } from '../../core/lake/catalogue/csv-header';
import type { ParquetElement } from '../../core/lake/catalogue/hive-types';
import type { FileFormat } from '../../core/lake/snapshots/manifest';
import { RunError } from '../../core/runs/record/run-error';

/** First read of a footer, which has a few KB for a flat table. hyparquet reads the rest of a longer one. */
const footerBytes = 64 * 1024;
const [headerBytes, longestLine] = [64 * 1024, 4 * 1024 * 1024];
/** Characters of a field that its check needs: see `checkedColumns`. */
const checkedText = 64;

export interface ParquetFooter {
  readonly rows: number;
  readonly schema: readonly ParquetElement[];
}

/** Reads the footer of a Parquet file with one ranged GET, or two for a long footer. */
export async function readFooter(documents: LakeDocuments, file: ObjectState): Promise<ParquetFooter> {
  const { bucket, key, size } = file;
  const slice = async (from: number, to = size): Promise<ArrayBuffer> => {
    const bytes = await documents.range(bucket, key, from, to - from);
    return new Uint8Array(bytes).buffer;
  };
  try {
    const metadata = await parquetMetadataAsync(
      { byteLength: size, slice },
      { initialFetchSize: footerBytes, geoparquet: false },
    );
    return {
      rows: Number(metadata.num_rows),
      schema: metadata.schema.map(({ name, type, converted_type, logical_type, precision, scale }) => ({
        name,
        type,
        converted_type,
        ...(logical_type === undefined ? {} : { logical_type: { type: logical_type.type } }),
        precision,
        scale,
      })),
    };
  } catch (error) {
    if (error instanceof RunError) throw error;
    throw new RunError(
      'SnapshotUnsound',
      `s3://${bucket}/${key} is not a complete Parquet file: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}

/**
 * Fields in the first line of a CSV file, which is a header or a row, of a row the beginnings. Reads more until the line ends, or 4
 * MiB: then a row has no fields, which no columns match.
 */
export async function readFirstLine(
  documents: LakeDocuments,
  { bucket, key, size }: ObjectState,
  format: FileFormat,
): Promise<{ readonly header?: string[]; readonly fields?: string[] }> {
  if (size === 0) return {};
  for (let length = headerBytes; ; length *= 8) {
    const start = Buffer.from(await documents.range(bucket, key, 0, Math.min(length, size)));
    const text = (isGzip(start) ? unzippedStart(start) : start).toString('utf8').replace(/^\uFEFF/, '');
    const isWhole = length >= size;
    const line = csvHeader(isWhole ? `${text}\n` : text, format.delimiter);
    if (line !== undefined)
      return format.header
        ? { header: [...line] }
        : { fields: line.map((field) => field.slice(0, checkedText)) };
    if (isWhole || length >= longestLine) return format.header ? {} : { fields: [] };
  }
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Decompresses the first bytes of a gzip file. */
function unzippedStart(bytes: Buffer): Buffer {
  return gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
}
