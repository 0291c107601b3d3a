import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

/** Bytes of a sparse object. All others are zeros that take no room on disk. */
export interface Extent {
  readonly offset: number;
  readonly data: Buffer;
}

/** Creates a file of `size` bytes with holes between the extents. */
export async function writeSparseFile(file: string, size: number, extents: readonly Extent[]): Promise<void> {
  const handle = await open(file, 'w');
  try {
    await handle.truncate(size);
    for (const { offset, data } of extents) await handle.write(data, 0, data.length, offset);
  } finally {
    await handle.close();
  }
}

/** Replacement of the MD5, which would read every hole. The same bytes have the same value. */
export function sparseDigest(size: number, extents: readonly Extent[]): string {
  const hash = createHash('md5').update(`sparse ${size}`);
  for (const { offset, data } of extents) hash.update(`@${offset}+${data.length}`).update(data);
  return hash.digest('hex');
}

/** Extents of bytes `from` to `to`, both included, counted from `from`. */
export function sliceExtents(extents: readonly Extent[], from: number, to: number): readonly Extent[] {
  return extents.flatMap(({ offset, data }) => {
    const [start, end] = [Math.max(offset, from), Math.min(offset + data.length, to + 1)];
    return start < end ? [{ offset: start - from, data: data.subarray(start - offset, end - offset) }] : [];
  });
}

/** Extents of parts in a row. */
export function joinExtents(
  parts: readonly { readonly size: number; readonly extents: readonly Extent[] }[],
): readonly Extent[] {
  let at = 0;
  return parts.flatMap(({ size, extents }) => {
    const moved = extents.map(({ offset, data }) => ({ offset: offset + at, data }));
    at += size;
    return moved;
  });
}
