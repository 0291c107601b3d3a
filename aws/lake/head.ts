import { HeadObjectCommand, type HeadObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import { errorName, toRunError } from '../errors';
import type { ObjectAddress } from './object-state';

/** Head of an object; undefined when there is none. */
export async function headOf(
  client: S3Client,
  { bucket, key }: ObjectAddress,
  withChecksum: boolean,
): Promise<HeadObjectCommandOutput | undefined> {
  try {
    return await client.send(
      new HeadObjectCommand({
        Bucket: bucket,
        Key: key,
        ...(withChecksum ? { ChecksumMode: 'ENABLED' } : {}),
      }),
    );
  } catch (error) {
    if (['NotFound', 'NoSuchKey'].includes(errorName(error))) return undefined;
    throw toRunError(error, `reading the head of s3://${bucket}/${key}`);
  }
}
