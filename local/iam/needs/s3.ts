import { readCopySource, readPath } from '../../s3/s3-request';
import type { Need, NeedsCall, NeedsTable, Row } from './need';

const bucketArn = (bucket: string): string => `arn:aws:s3:::${bucket}`;
const objectArn = (bucket: string, key: string): string => `arn:aws:s3:::${bucket}/${key}`;

/** Action on the bucket of the path. */
function onBucket(action: string): Row {
  return ({ request }) => [{ action, resource: bucketArn(readPath(request.rawPath).bucket) }];
}

/** Action on the object of the path. */
function onObject(action: string): Row {
  return ({ request }) => {
    const { bucket, key } = readPath(request.rawPath);
    return [{ action, resource: objectArn(bucket, key) }];
  };
}

/**
 * S3 reports a missing key only to callers who may list the bucket (API reference, HeadObject and GetObject).
 */
function reading(action: string): Row {
  return (call) => {
    const { bucket, key } = readPath(call.request.rawPath);
    return [...onObject(action)(call), ...listingIfGone(call, bucket, key)];
  };
}

function listingIfGone({ facts }: NeedsCall, bucket: string, key: string): readonly Need[] {
  return facts.hasObject(bucket, key) ? [] : [{ action: 's3:ListBucket', resource: bucketArn(bucket) }];
}

const listing: Row = ({ request }) => {
  const context = Object.fromEntries(
    ['prefix', 'delimiter', 'max-keys'].flatMap((name) => {
      const value = request.query.get(name);
      return value === null ? [] : [[`s3:${name}`, value] as const];
    }),
  );
  return [{ action: 's3:ListBucket', resource: bucketArn(readPath(request.rawPath).bucket), context }];
};

/** Tags of a write need a permission of their own (API reference, PutObject). */
const writing: Row = (call) => [
  ...onObject('s3:PutObject')(call),
  ...(call.request.headers['x-amz-tagging'] ? onObject('s3:PutObjectTagging')(call) : []),
];

const readingSource: Row = (call) => {
  const { bucket, key, versionId } = readCopySource(call.request.headers);
  const resource = objectArn(bucket, key);
  // A named version needs another action (API reference, CopyObject).
  const read =
    versionId === undefined
      ? { action: 's3:GetObject', resource }
      : { action: 's3:GetObjectVersion', resource, context: { 's3:versionid': versionId } };
  return [read, ...listingIfGone(call, bucket, key)];
};

/** Tags are copied unless they are replaced (API reference, CopyObject). */
const copying: Row = (call) => {
  const { facts, request } = call;
  const { bucket, key, versionId } = readCopySource(request.headers);
  const copiesTags =
    request.headers['x-amz-tagging-directive'] !== 'REPLACE' && facts.objectTags(bucket, key) !== undefined;
  const tagging = copiesTags
    ? [
        {
          action: versionId === undefined ? 's3:GetObjectTagging' : 's3:GetObjectVersionTagging',
          resource: objectArn(bucket, key),
        },
        ...onObject('s3:PutObjectTagging')(call),
      ]
    : [];
  return [...readingSource(call), ...writing(call), ...tagging];
};

/** Operations and their actions: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html */
export const s3Needs: NeedsTable = {
  ListBuckets: () => [{ action: 's3:ListAllMyBuckets', resource: '*' }],
  CreateBucket: onBucket('s3:CreateBucket'),
  DeleteBucket: onBucket('s3:DeleteBucket'),
  HeadBucket: onBucket('s3:ListBucket'),
  GetBucketNotificationConfiguration: onBucket('s3:GetBucketNotification'),
  GetBucketVersioning: onBucket('s3:GetBucketVersioning'),
  GetBucketEncryption: onBucket('s3:GetEncryptionConfiguration'),
  GetBucketLocation: onBucket('s3:GetBucketLocation'),
  ListObjects: listing,
  ListObjectsV2: listing,
  ListObjectVersions: onBucket('s3:ListBucketVersions'),
  ListMultipartUploads: onBucket('s3:ListBucketMultipartUploads'),
  GetObject: reading('s3:GetObject'),
  HeadObject: reading('s3:GetObject'),
  GetObjectTagging: reading('s3:GetObjectTagging'),
  PutObject: writing,
  CopyObject: copying,
  DeleteObject: onObject('s3:DeleteObject'),
  // Decided key by key: mayDelete in authorize-calls.ts.
  DeleteObjects: () => [],
  CreateMultipartUpload: writing,
  UploadPart: onObject('s3:PutObject'),
  UploadPartCopy: (call) => [...readingSource(call), ...onObject('s3:PutObject')(call)],
  CompleteMultipartUpload: onObject('s3:PutObject'),
  AbortMultipartUpload: onObject('s3:AbortMultipartUpload'),
  ListParts: onObject('s3:ListMultipartUploadParts'),
};
