import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { errorName, toRunError } from '../errors';

export interface Dropped {
  readonly bucket: string;
  readonly key: string;
  /** Version that S3 assigned, or the ETag in a bucket without versions. */
  readonly version: string | undefined;
}

interface Target {
  readonly bucket: string;
  readonly key: string;
}

/** Uploads a local file into the inbox, in parts if it is large. */
export async function dropFile(path: string, to: Target, client = new S3Client({})): Promise<Dropped> {
  const Body = createReadStream(path);
  try {
    return (await dropStream(Body, to, 'overwrite', client)) ?? { ...to, version: undefined };
  } finally {
    Body.destroy();
  }
}

/** Uploads a stream into the inbox. Undefined when the key exists and must not be overwritten. */
export async function dropStream(
  Body: Readable,
  to: Target,
  existing: 'overwrite' | 'keep',
  client = new S3Client({}),
): Promise<Dropped | undefined> {
  const when = existing === 'keep' ? { IfNoneMatch: '*' } : {};
  try {
    const upload = new Upload({ client, params: { Bucket: to.bucket, Key: to.key, Body, ...when } });
    const done = await upload.done();
    return { ...to, version: done.VersionId ?? done.ETag?.replaceAll('"', '') };
  } catch (error) {
    if (existing === 'keep' && errorName(error) === 'PreconditionFailed') return undefined;
    throw toRunError(error, `writing s3://${to.bucket}/${to.key}`);
  }
}
