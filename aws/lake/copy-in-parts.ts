import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  ListMultipartUploadsCommand,
  type S3Client,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { mapConcurrently } from '../../core/concurrency';
import { copyParts } from '../../core/lake/copy-parts';
import { errorName } from '../errors';
import { CopyMismatch, type CopyRequest, type WriteCondition } from './copy-request';
import { copySourceOf, sameContent, unquoted } from './object-identity';

/** Number of concurrent parts. */
const partsAtOnce = 8;
/** Age from which an upload is abandoned: Lambda ends each function after 15 minutes. */
const abandonedAfterMilliseconds = 15 * 60_000;

interface PartsOptions {
  readonly count: () => void;
  readonly now: Date;
  readonly partBytes: number | undefined;
}

/**
 * Copies with UploadPartCopy. The object appears completely or not at all. Content headers, metadata and tags, which UploadPartCopy
 * does not copy, are set explicitly. It aborts failed uploads, and those of a killed copy of the same key.
 * See docs/pitfalls.md#copyobject-size-limit.
 */
export async function copyInParts(
  client: S3Client,
  { from, to }: CopyRequest,
  condition: WriteCondition,
  { count, now, partBytes }: PartsOptions,
): Promise<{ eTag: string }> {
  const target = { Bucket: to.bucket, Key: to.key };
  count();
  await abortAbandoned(client, target, new Date(now.getTime() - abandonedAfterMilliseconds), count);
  count();
  const source = await client.send(
    new HeadObjectCommand({
      Bucket: from.bucket,
      Key: from.key,
      IfMatch: from.eTag,
      ChecksumMode: 'ENABLED',
    }),
  );
  const Tagging = await tagsOf(client, from.bucket, from.key, source, count);
  count();
  const { UploadId } = await client.send(
    new CreateMultipartUploadCommand({
      ...target,
      ...attributesOf(source),
      ...checksumOf(source),
      ...Tagging,
    }),
  );
  try {
    const Parts = await mapConcurrently(
      partsAtOnce,
      copyParts(from.size, partBytes),
      async ({ number, range }) => {
        count();
        const { CopyPartResult } = await client.send(
          new UploadPartCopyCommand({
            ...target,
            UploadId,
            PartNumber: number,
            CopySource: copySourceOf(from),
            CopySourceIfMatch: from.eTag,
            CopySourceRange: range,
          }),
        );
        const { LastModified: _, ...identity } = CopyPartResult ?? {};
        return { PartNumber: number, ...identity };
      },
    );
    count();
    const completed = await client.send(
      new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts }, ...condition }),
    );
    count();
    const copy = await client.send(new HeadObjectCommand({ ...target, ChecksumMode: 'ENABLED' }));
    if (unquoted(copy.ETag) === unquoted(completed.ETag) && sameContent(source, copy) === 'no')
      throw new CopyMismatch(
        `s3://${to.bucket}/${to.key} has ${copy.ContentLength} bytes, its source ${from.size}, or other checksums`,
      );
    return { eTag: unquoted(completed.ETag) };
  } catch (cause) {
    count();
    // If the abort fails, the next copy of the key or the bucket's lifecycle rule aborts the upload.
    await client.send(new AbortMultipartUploadCommand({ ...target, UploadId })).catch(() => undefined);
    throw cause;
  }
}

function attributesOf(source: HeadObjectCommandOutput) {
  const { ContentType, ContentEncoding, ContentDisposition, ContentLanguage, CacheControl, Metadata } =
    source;
  return { ContentType, ContentEncoding, ContentDisposition, ContentLanguage, CacheControl, Metadata };
}

/** Checksum for a copy in parts: only CRCs can cover the whole object (S3 guide, "Checking object integrity"). */
function checksumOf(source: HeadObjectCommandOutput) {
  if (source.ChecksumType === 'COMPOSITE') return {};
  const algorithm = (['CRC64NVME', 'CRC32', 'CRC32C'] as const).find(
    (name) => source[`Checksum${name}`] !== undefined,
  );
  return algorithm === undefined
    ? {}
    : ({ ChecksumAlgorithm: algorithm, ChecksumType: 'FULL_OBJECT' } as const);
}

async function tagsOf(
  client: S3Client,
  Bucket: string,
  Key: string,
  { TagCount = 0 }: HeadObjectCommandOutput,
  count: () => void,
): Promise<{ readonly Tagging?: string }> {
  if (TagCount === 0) return {};
  count();
  const { TagSet = [] } = await client.send(new GetObjectTaggingCommand({ Bucket, Key }));
  const tags = new URLSearchParams(TagSet.map(({ Key = '', Value = '' }): [string, string] => [Key, Value]));
  return { Tagging: tags.toString() };
}

async function abortAbandoned(
  client: S3Client,
  target: { readonly Bucket: string; readonly Key: string },
  before: Date,
  count: () => void,
): Promise<void> {
  const { Uploads = [] } = await client.send(
    new ListMultipartUploadsCommand({ Bucket: target.Bucket, Prefix: target.Key }),
  );
  for (const { Key, UploadId, Initiated } of Uploads) {
    if (Key !== target.Key || Initiated === undefined || Initiated > before) continue;
    count();
    await client.send(new AbortMultipartUploadCommand({ ...target, UploadId })).catch((error: unknown) => {
      if (errorName(error) !== 'NoSuchUpload') throw error;
    });
  }
}
