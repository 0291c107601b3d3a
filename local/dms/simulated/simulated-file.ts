import { gzipSync } from 'node:zlib';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { TargetSettings } from '../load/target-settings';

/**
 * File that counts as `rows` rows. Parquet has the number in its footer and no rows, CSV has lines of one
 * column. `mark` makes the bytes differ from those of another load.
 */
export function simulatedFile(
  target: Pick<TargetSettings, 'format' | 'gzip' | 'addColumnName'>,
  rows: number,
  mark: string,
): Buffer {
  if (target.format === 'parquet') return parquet(rows, mark);
  const text = `${target.addColumnName ? 'id\n' : ''}${`${mark}\n`.repeat(rows)}`;
  return target.gzip ? gzipSync(text, { level: 1 }) : Buffer.from(text);
}

const kept = 1000;
const unmarked = new Map<string, Buffer>();

/** File of changes, which has no mark: its name is its time. Files of equal sizes are one in memory. */
export function simulatedChanges(
  target: Pick<TargetSettings, 'format' | 'gzip' | 'addColumnName'>,
  rows: number,
): Buffer {
  const key = `${target.format} ${target.gzip} ${target.addColumnName} ${rows}`;
  const file = unmarked.get(key) ?? simulatedFile(target, rows, '');
  if (unmarked.size < kept) unmarked.set(key, file);
  return file;
}

function parquet(rows: number, mark: string): Buffer {
  const bytes = new ByteWriter();
  const writer = new ParquetWriter({
    writer: bytes,
    schema: [
      { name: 'schema', num_children: 1 },
      { name: 'id', type: 'INT64', repetition_type: 'OPTIONAL' },
    ],
    codec: 'UNCOMPRESSED',
    kvMetadata: [{ key: 'mark', value: mark }],
    createdBy: 'AWS',
  });
  writer.num_rows = BigInt(rows);
  void writer.finish();
  return Buffer.from(bytes.getBytes());
}
