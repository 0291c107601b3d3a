import type { HeadObjectCommandOutput } from '@aws-sdk/client-s3';

/**
 * Value of x-amz-copy-source, which is URL-encoded per path segment
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html).
 */
export function copySourceOf({ bucket, key }: { readonly bucket: string; readonly key: string }): string {
  return `${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
}

/** ETag without quotes. S3 returns it with quotes, without, or not at all. */
export function unquoted(eTag: string | undefined): string {
  return eTag?.replaceAll('"', '') ?? '';
}

const checksums = [
  'ChecksumCRC64NVME',
  'ChecksumCRC32',
  'ChecksumCRC32C',
  'ChecksumSHA256',
  'ChecksumSHA1',
] as const;

/**
 * Compares the bytes of two objects by their heads. Checksums of whole objects count before ETags, which are not an MD5 for objects
 * in parts or under a KMS key (https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html).
 */
export function sameContent(
  a: HeadObjectCommandOutput,
  b: HeadObjectCommandOutput,
): 'yes' | 'no' | 'unknown' {
  if (a.ContentLength !== b.ContentLength) return 'no';
  if (a.ChecksumType !== 'COMPOSITE' && b.ChecksumType !== 'COMPOSITE') {
    const shared = checksums.find((name) => a[name] !== undefined && b[name] !== undefined);
    if (shared !== undefined) return a[shared] === b[shared] ? 'yes' : 'no';
  }
  return unquoted(a.ETag) === unquoted(b.ETag) ? 'yes' : 'unknown';
}
