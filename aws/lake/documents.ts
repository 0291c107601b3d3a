import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { errorName, toRunError } from '../errors';
import { unquoted } from './object-identity';

export interface Document {
  readonly text: string;
  /** Without quotes. */
  readonly eTag: string;
}

/** Condition of a write: only if the key does not exist, only over the state that was read, or none. */
export type When = 'absent' | 'any' | { readonly eTag: string };

/** Reads and writes small JSON objects, and removes objects. Errors are RunErrors. */
export interface LakeDocuments {
  read(bucket: string, key: string): Promise<Document | undefined>;
  /** At most `length` bytes from `from` on. */
  range(bucket: string, key: string, from: number, length: number): Promise<Uint8Array>;
  /** False when the condition did not hold. */
  write(bucket: string, key: string, text: string, when: When): Promise<boolean>;
  /** Removes objects. A key that does not exist is not an error. */
  remove(bucket: string, keys: readonly string[]): Promise<void>;
}

/** Maximum of DeleteObjects. */
const keysPerCall = 1000;

export function createLakeDocuments(client = new S3Client({})): LakeDocuments {
  return {
    async read(bucket, key) {
      try {
        const found = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        return { text: (await found.Body?.transformToString('utf8')) ?? '', eTag: unquoted(found.ETag) };
      } catch (error) {
        if (errorName(error) === 'NoSuchKey') return undefined;
        throw toRunError(error, `reading s3://${bucket}/${key}`);
      }
    },
    async range(bucket, key, from, length) {
      try {
        const Range = `bytes=${from}-${from + length - 1}`;
        const found = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, Range }));
        return (await found.Body?.transformToByteArray()) ?? new Uint8Array();
      } catch (error) {
        throw toRunError(error, `reading s3://${bucket}/${key}`);
      }
    },
    async write(bucket, key, text, when) {
      try {
        await client.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: key,
            Body: text,
            ContentType: 'application/json',
            ...(when === 'absent' ? { IfNoneMatch: '*' } : when === 'any' ? {} : { IfMatch: when.eTag }),
          }),
        );
        return true;
      } catch (error) {
        if (conditionErrors.includes(errorName(error))) return false;
        throw toRunError(error, `writing s3://${bucket}/${key}`);
      }
    },
    async remove(bucket, keys) {
      if (keys.length === 1) {
        await client
          .send(new DeleteObjectCommand({ Bucket: bucket, Key: keys[0] }))
          .catch(rethrow(`removing s3://${bucket}/${keys[0]}`));
        return;
      }
      for (let from = 0; from < keys.length; from += keysPerCall) {
        const Objects = keys.slice(from, from + keysPerCall).map((Key) => ({ Key }));
        const { Errors: [failed] = [] } = await client
          .send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }))
          .catch(rethrow(`removing objects of ${bucket}`));
        if (failed !== undefined)
          rethrow(`removing s3://${bucket}/${failed.Key}`)(
            Object.assign(new Error(failed.Message), { name: failed.Code ?? 'Unknown' }),
          );
      }
    },
  };
}

/** Errors of a conditional write: the condition does not hold, another write won, or the object was deleted. */
const conditionErrors = ['PreconditionFailed', 'ConditionalRequestConflict', 'NoSuchKey'];

function rethrow(action: string): (error: unknown) => never {
  return (error) => {
    throw toRunError(error, action);
  };
}
