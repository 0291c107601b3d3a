import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { AwsError } from '../service';
import type { FileObjectStore, WrittenFile } from './file-store';
import type { ChecksumAlgorithm, ObjectAttributes } from './object-record';
import { elementsOf, readXml, textOf } from './read-xml';
import { joinExtents } from './sparse';

/** Multipart upload in progress. */
export interface Upload {
  readonly bucket: string;
  readonly key: string;
  readonly attributes: ObjectAttributes;
  /** Algorithm of the checksum of the whole object, where one is requested. */
  readonly algorithm: ChecksumAlgorithm | undefined;
  readonly startedAt: Date;
  readonly parts: Map<number, WrittenFile & { readonly uploadedAt: Date }>;
}

/** Smallest size of every part but the last (S3 guide, "multipart upload limits"). */
const smallestPartBytes = 5 * 1024 ** 2;

/** Parts that a CompleteMultipartUpload names, in its order. */
export function chooseParts(upload: Upload, document: string): readonly WrittenFile[] {
  const request = elementsOf(readXml(document, 'CompleteMultipartUpload'), 'Part');
  if (request.length === 0) throw new AwsError('MalformedXML', 'the upload has no parts');
  let last = 0;
  const chosen = request.map((wanted) => {
    const number = Number(textOf(wanted, 'PartNumber'));
    if (number <= last) throw new AwsError('InvalidPartOrder', 'the parts are not in ascending order');
    last = number;
    const part = upload.parts.get(number);
    if (part === undefined || part.md5 !== textOf(wanted, 'ETag')?.replaceAll('"', ''))
      throw new AwsError('InvalidPart', `part ${number} was not uploaded, or with another ETag`);
    return part;
  });
  if (chosen.slice(0, -1).some((part) => part.size < smallestPartBytes))
    throw new AwsError(
      'EntityTooSmall',
      `every part but the last must have at least ${smallestPartBytes} bytes`,
    );
  return chosen;
}

/** Joins the parts. Parts that are all sparse make a sparse object. */
export async function joined(
  store: FileObjectStore,
  bucket: string,
  parts: readonly WrittenFile[],
  algorithm: ChecksumAlgorithm | undefined,
): Promise<WrittenFile> {
  const sparse = parts.flatMap(({ size, extents }) => (extents === undefined ? [] : { size, extents }));
  if (sparse.length < parts.length) return store.write(bucket, Readable.from(concatenated(parts)), algorithm);
  const size = sparse.reduce((sum, part) => sum + part.size, 0);
  return store.writeSparse(bucket, size, joinExtents(sparse));
}

async function* concatenated(parts: readonly WrittenFile[]): AsyncGenerator<Buffer> {
  for (const part of parts) yield* createReadStream(part.file);
}

/** ETag of an object of these parts: `<md5 of md5s>-<parts>`. */
export function etagOf(parts: readonly WrittenFile[]): string {
  const hash = createHash('md5');
  for (const part of parts) hash.update(Buffer.from(part.md5, 'hex'));
  return `${hash.digest('hex')}-${parts.length}`;
}
