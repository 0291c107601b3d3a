import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { LakeDocuments } from '../../aws/lake/documents';
import type { ObjectState } from '../../aws/lake/object-state';
import { RowCounter } from '../../core/lake/catalogue/row-counter';

const partBytes = 8 * 1024 ** 2;

/** Counts the rows of a CSV file, without a header line. It reads the file in parts, so its memory does not grow with the file. */
export async function countRows(
  documents: Pick<LakeDocuments, 'range'>,
  { bucket, key, size }: ObjectState,
  { header, compressed }: { readonly header: boolean; readonly compressed: boolean },
): Promise<number> {
  const counter = new RowCounter();
  const parts = async function* (): AsyncGenerator<Uint8Array> {
    for (let from = 0; from < size; from += partBytes)
      yield await documents.range(bucket, key, from, Math.min(partBytes, size - from));
  };
  const count = new Writable({
    write(bytes: Uint8Array, _, done) {
      counter.add(bytes);
      done();
    },
  });
  if (compressed) await pipeline(Readable.from(parts()), createGunzip(), count);
  else await pipeline(Readable.from(parts()), count);
  return Math.max(0, counter.rows - (header ? 1 : 0));
}
