import { AwsError, type Operation } from '@lakeferry/local-cloud/service';
import * as z from 'zod/mini';
import type { MemoryObject, MemoryS3 } from './memory-s3';

const text = z.optional(z.string());
const Conditions = { IfMatch: text, IfNoneMatch: text };
const At = z.object({ Bucket: z.string(), Key: z.string(), Range: text });
const Put = z.object({
  Bucket: z.string(),
  Key: z.string(),
  Body: z.union([z.string(), z.instanceof(Uint8Array)]),
  ContentType: text,
  ...Conditions,
});
const Copy = z.object({
  Bucket: z.string(),
  Key: z.string(),
  CopySource: z.string(),
  CopySourceIfMatch: text,
  ...Conditions,
});
const List = z.object({ Bucket: z.string(), Prefix: z.optional(z.string()), StartAfter: text });
const DeleteMany = z.object({
  Bucket: z.string(),
  Delete: z.object({ Objects: z.array(z.object({ Key: z.string() })) }),
});

const keysPerPage = 1000;

/** Operations of S3 that Lakeferry uses, without multipart uploads: the files of a world are small. */
export function s3Operations(s3: MemoryS3): Readonly<Record<string, Operation>> {
  const existing = (bucket: string, key: string, code: string): MemoryObject => {
    const found = s3.find(bucket, key);
    if (found === undefined) throw new AwsError(code, `the key ${key} does not exist`, 404);
    return found;
  };
  const assertMay = (
    bucket: string,
    key: string,
    when: { IfMatch?: string | undefined; IfNoneMatch?: string | undefined },
  ): void => {
    const found = s3.find(bucket, key);
    if (when.IfNoneMatch !== undefined && found !== undefined) throw preconditionFailed();
    if (when.IfMatch === undefined) return;
    if (found === undefined) throw new AwsError('NoSuchKey', `the key ${key} does not exist`, 404);
    if (unquoted(when.IfMatch) !== found.etag) throw preconditionFailed();
  };
  return {
    GetObject(input) {
      const { Bucket, Key, Range } = At.parse(input);
      const found = existing(Bucket, Key, 'NoSuchKey');
      const body = Range === undefined ? found.body : rangeOf(found.body, Range);
      return { ...headOf(found), ContentLength: body.length, Body: bodyOf(body) };
    },
    HeadObject(input) {
      const { Bucket, Key } = At.parse(input);
      return headOf(existing(Bucket, Key, 'NotFound'));
    },
    PutObject(input) {
      const { Bucket, Key, Body, ContentType, ...when } = Put.parse(input);
      assertMay(Bucket, Key, when);
      return { ETag: `"${s3.store(Bucket, Key, Buffer.from(Body), ContentType).etag}"` };
    },
    CopyObject(input) {
      const { Bucket, Key, CopySource, CopySourceIfMatch, ...when } = Copy.parse(input);
      const [, bucket = '', key = ''] = /^\/?([^/]+)\/(.*)$/.exec(decodeURIComponent(CopySource)) ?? [];
      const source = existing(bucket, key, 'NoSuchKey');
      if (CopySourceIfMatch !== undefined && unquoted(CopySourceIfMatch) !== source.etag)
        throw preconditionFailed();
      assertMay(Bucket, Key, when);
      const { etag, lastModified } = s3.copy(source, Bucket, Key);
      return { CopyObjectResult: { ETag: `"${etag}"`, LastModified: lastModified } };
    },
    ListObjectsV2(input) {
      const { Bucket, Prefix = '', StartAfter } = List.parse(input);
      const found = s3.under(Bucket, Prefix, StartAfter);
      return {
        IsTruncated: found.length > keysPerPage,
        Contents: found.slice(0, keysPerPage).map(({ key, etag, size, lastModified }) => ({
          Key: key,
          ETag: `"${etag}"`,
          Size: size,
          LastModified: lastModified,
        })),
      };
    },
    DeleteObject(input) {
      const { Bucket, Key } = At.parse(input);
      s3.remove(Bucket, Key);
      return {};
    },
    DeleteObjects(input) {
      const { Bucket, Delete } = DeleteMany.parse(input);
      for (const { Key } of Delete.Objects) s3.remove(Bucket, Key);
      return { Errors: [] };
    },
  };
}

function headOf({ etag, size, lastModified, contentType }: MemoryObject) {
  return { ETag: `"${etag}"`, ContentLength: size, LastModified: lastModified, ContentType: contentType };
}

function bodyOf(body: Buffer) {
  return {
    transformToString: async () => body.toString('utf8'),
    transformToByteArray: async () => new Uint8Array(body),
  };
}

function rangeOf(body: Buffer, range: string): Buffer {
  const [, from = '', to = ''] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? [];
  if (Number(from) >= body.length) throw new AwsError('InvalidRange', `${range} is not satisfiable`, 416);
  return body.subarray(Number(from), Number(to) + 1);
}

const unquoted = (eTag: string): string => eTag.replaceAll('"', '');

function preconditionFailed(): AwsError {
  return new AwsError(
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
    412,
  );
}
