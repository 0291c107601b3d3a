import { Readable } from 'node:stream';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { toRunError } from '../errors';

/** Streams objects of the lake. */
export interface LakeReader {
  open(bucket: string, key: string): Promise<Readable>;
}

export function createLakeReader(client = new S3Client({})): LakeReader {
  return {
    async open(bucket, key) {
      const found = await client
        .send(new GetObjectCommand({ Bucket: bucket, Key: key }))
        .catch((error: unknown): never => {
          throw toRunError(error, `reading s3://${bucket}/${key}`);
        });
      return found.Body instanceof Readable ? found.Body : Readable.from([]);
    },
  };
}
