import {
  GetBucketEncryptionCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketVersioningCommand,
  HeadBucketCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { BucketPart, DescribedBucket } from '../../core/checks/existing/described';
import { errorName, toRunError } from '../errors';

/** Describes a bucket that others own. Undefined if it does not exist. What cannot be read is in `unread`, with the reason. */
export async function describeBucket(
  name: string,
  parts: readonly BucketPart[],
  // A bucket of another region answers with a redirect.
  client = new S3Client({ followRegionRedirects: true }),
): Promise<DescribedBucket | undefined> {
  const Bucket = name;
  const head = await client.send(new HeadBucketCommand({ Bucket })).catch((error: unknown) => {
    if (['NotFound', 'NoSuchBucket'].includes(errorName(error))) return undefined;
    throw toRunError(error, `reading the bucket ${name}`);
  });
  if (head === undefined) return undefined;
  const unread: Partial<Record<BucketPart, string>> = {};
  const known = async <T>(part: BucketPart, call: () => Promise<T>): Promise<T | undefined> => {
    if (!parts.includes(part)) return undefined;
    return await call().catch((error: unknown) => {
      unread[part] = toRunError(error, `reading settings of the bucket ${name}`).message;
      return undefined;
    });
  };
  const [notification, versioning, encryption] = await Promise.all([
    known('tellsEventBridge', () => client.send(new GetBucketNotificationConfigurationCommand({ Bucket }))),
    known('isVersioned', () => client.send(new GetBucketVersioningCommand({ Bucket }))),
    known('keyArn', () => client.send(new GetBucketEncryptionCommand({ Bucket }))),
  ]);
  const rule = encryption?.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault;
  return {
    name,
    region: head.BucketRegion,
    tellsEventBridge: notification && notification.EventBridgeConfiguration !== undefined,
    isVersioned: versioning && versioning.Status === 'Enabled',
    keyArn: rule && (rule.SSEAlgorithm === 'AES256' ? '' : (rule.KMSMasterKeyID ?? 'alias/aws/s3')),
    unread,
  };
}
