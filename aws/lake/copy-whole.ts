import { CopyObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { CopyMismatch, type CopyRequest, type WriteCondition } from './copy-request';
import { headOf } from './head';
import { copySourceOf, sameContent, unquoted } from './object-identity';
import { urlOf } from './object-state';

/** Copies with CopyObject, which also copies metadata and tags by default. */
export async function copyWhole(
  client: S3Client,
  { from, to }: CopyRequest,
  condition: WriteCondition,
  count: () => void,
): Promise<{ eTag: string }> {
  count();
  const copied = await client.send(
    new CopyObjectCommand({
      Bucket: to.bucket,
      Key: to.key,
      CopySource: copySourceOf(from),
      CopySourceIfMatch: from.eTag,
      ...condition,
    }),
  );
  const eTag = unquoted(copied.CopyObjectResult?.ETag);
  // Both are the MD5 of the bytes, unless one was written in parts or under a KMS key: then checksums are compared.
  if (eTag === from.eTag) return { eTag };
  count();
  count();
  const [source, target] = await Promise.all([headOf(client, from, true), headOf(client, to, true)]);
  // Overwritten or removed after the copy: another event follows.
  if (source === undefined || unquoted(source.ETag) !== from.eTag) return { eTag };
  if (target?.ContentLength !== from.size || sameContent(source, target) === 'no')
    throw new CopyMismatch(
      `${urlOf(to)} has ${target?.ContentLength} bytes, ${urlOf(from)} has ${from.size}, or other checksums`,
    );
  return { eTag };
}
