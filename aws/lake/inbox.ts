import type { Readable } from 'node:stream';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { InboxFile } from '../../core/loads/dropped-file';
import { LoadRefused } from '../../core/loads/load-refused';
import { errorName, toRunError } from '../errors';

/** Bucket that files are dropped into. */
export interface Inbox {
  /** Bytes of this version, from the beginning. Throws `LoadRefused` when it was deleted. */
  read(file: InboxFile): Promise<Readable>;
  /** State of the newest version. */
  newest(file: InboxFile): Promise<{ readonly eTag: string; readonly gzip: boolean }>;
  /** Safe to repeat. */
  write(bucket: string, key: string, body: Buffer): Promise<void>;
}

export function createInbox(client = new S3Client({})): Inbox {
  const gone = (file: InboxFile, error: unknown): never => {
    if (['NoSuchKey', 'NoSuchVersion', 'NotFound'].includes(errorName(error)))
      throw new LoadRefused('file-unreadable', [`s3://${file.bucket}/${file.key} does not exist any more`], {
        cause: error,
      });
    throw toRunError(error, `reading s3://${file.bucket}/${file.key}`);
  };
  return {
    async read(file) {
      const found = await client
        .send(new GetObjectCommand({ Bucket: file.bucket, Key: file.key, VersionId: file.versionId }))
        .catch((error: unknown) => gone(file, error));
      const body = found.Body;
      if (body === undefined || !('pipe' in body))
        throw toRunError(new Error('the response has no body'), `reading ${file.key}`);
      return body;
    },
    async newest(file) {
      const found = await client
        .send(new HeadObjectCommand({ Bucket: file.bucket, Key: file.key }))
        .catch((error: unknown) => gone(file, error));
      return { eTag: (found.ETag ?? '').replaceAll('"', ''), gzip: found.ContentEncoding === 'gzip' };
    },
    async write(bucket, key, body) {
      await client
        .send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: 'text/csv' }))
        .catch((error: unknown): never => {
          throw toRunError(error, `writing s3://${bucket}/${key}`);
        });
    },
  };
}
