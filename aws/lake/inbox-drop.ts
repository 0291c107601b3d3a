import { createReadStream } from 'node:fs';
import { S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { toRunError } from '../errors';

export interface Dropped {
  readonly bucket: string;
  readonly key: string;
  /** Version that S3 assigned, or the ETag in a bucket without versions. */
  readonly version: string | undefined;
}

/** Uploads a local file into the inbox, in parts if it is large. */
export async function dropFile(
  path: string,
  to: { readonly bucket: string; readonly key: string },
  client = new S3Client({}),
): Promise<Dropped> {
  const Body = createReadStream(path);
  try {
    const upload = new Upload({ client, params: { Bucket: to.bucket, Key: to.key, Body } });
    const done = await upload.done();
    return { ...to, version: done.VersionId ?? done.ETag?.replaceAll('"', '') };
  } catch (error) {
    throw toRunError(error, `writing s3://${to.bucket}/${to.key}`);
  } finally {
    Body.destroy();
  }
}
