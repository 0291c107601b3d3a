import {
  GetBucketEncryptionCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketVersioningCommand,
  HeadBucketCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { DescribedBucket } from '../../core/checks/existing/described';
import { errorName, toRunError } from '../errors';

/**
 * Describes a bucket that others own. Undefined if it does not exist. What the caller may not see is left
 * out.
 */
export async function describeBucket(
  name: string,
  // A bucket of another region answers with a redirect.
  client = new S3Client({ followRegionRedirects: true }),
): Promise<DescribedBucket | undefined> {
  const Bucket = name;
  const head = await client.send(new HeadBucketCommand({ Bucket })).catch((error: unknown) => {
    if (['NotFound', 'NoSuchBucket'].includes(errorName(error))) return undefined;
    throw toRunError(error, `reading the bucket ${name}`);
  });
  if (head === undefined) return undefined;
  const known = async <T>(call: Promise<T>): Promise<T | undefined> => call.catch(() => undefined);
  const [notification, versioning, encryption] = await Promise.all([
    known(client.send(new GetBucketNotificationConfigurationCommand({ Bucket }))),
    known(client.send(new GetBucketVersioningCommand({ Bucket }))),
    known(client.send(new GetBucketEncryptionCommand({ Bucket }))),
  ]);
  const rule = encryption?.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault;
  return {
    name,
    region: head.BucketRegion,
    tellsEventBridge: notification && notification.EventBridgeConfiguration !== undefined,
    isVersioned: versioning && versioning.Status === 'Enabled',
    keyArn: rule && (rule.SSEAlgorithm === 'AES256' ? '' : (rule.KMSMasterKeyID ?? 'alias/aws/s3')),
  };
}
