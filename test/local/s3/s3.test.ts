import { createHash } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { createS3, type LocalS3 } from '../../../local/s3/s3';
import { startTestGateway, type TestGateway } from '../../helpers/local/local-gateway';

let cloud: TestGateway;
let service: LocalS3;
let s3: S3Client;
const Bucket = 'staging';

beforeAll(async () => {
  cloud = await startTestGateway((context) => {
    service = createS3(context, { copyLimit: 1000 });
    return [service];
  });
  s3 = new S3Client({ ...cloud.client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket }));
});
afterAll(() => cloud.stop());

async function put(Key: string, Body: string | Buffer = 'x'): Promise<void> {
  await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
}
async function get(Key: string): Promise<string | undefined> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return Body?.transformToString();
}

test('keys with +, space, %, #, $, quotes and other scripts survive put, get, list and copy', async () => {
  const names = [
    'a+b c.csv',
    '100%.csv',
    '#1',
    '$x',
    `it's "q"`,
    'Größe/日本/😀.csv',
    'a%2Bb',
    'a&b<c>',
    'x//y',
  ];
  for (const name of names) {
    await put(`odd/${name}`, name);
    expect(await get(`odd/${name}`)).toBe(name);
    const CopySource = `${Bucket}/${encodeURIComponent(`odd/${name}`)}`;
    await s3.send(new CopyObjectCommand({ Bucket, Key: `odd-copy/${name}`, CopySource }));
    expect(await get(`odd-copy/${name}`)).toBe(name);
  }
  for (const EncodingType of [undefined, 'url'] as const) {
    const { Contents = [] } = await s3.send(
      new ListObjectsV2Command({ Bucket, Prefix: 'odd/', EncodingType }),
    );
    const keys = Contents.map(({ Key = '' }) => (EncodingType === undefined ? Key : decodeURIComponent(Key)));
    expect(new Set(keys)).toEqual(new Set(names.map((name) => `odd/${name}`)));
  }
});

test('keeps content type, metadata and headers, and gives the MD5 as ETag', async () => {
  const Body = 'hello';
  const written = await s3.send(
    new PutObjectCommand({
      Bucket,
      Key: 'meta',
      Body,
      ContentType: 'text/csv',
      CacheControl: 'no-store',
      Metadata: { run: 'r1' },
    }),
  );
  expect(written.ETag).toBe(`"${createHash('md5').update(Body).digest('hex')}"`);
  const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'meta' }));
  expect(head).toMatchObject({
    ContentLength: 5,
    ContentType: 'text/csv',
    CacheControl: 'no-store',
    Metadata: { run: 'r1' },
    ETag: written.ETag,
  });
  expect(head.ContentEncoding).toBeUndefined();
});

test('takes streams with a trailing checksum', async () => {
  const part = Buffer.alloc(300_000, 'abc');
  const Body = Readable.from([part, part, part]);
  await s3.send(new PutObjectCommand({ Bucket, Key: 'stream', Body, ContentLength: 900_000 }));
  const { Body: read, ChecksumCRC32 } = await s3.send(
    new GetObjectCommand({ Bucket, Key: 'stream', ChecksumMode: 'ENABLED' }),
  );
  expect(ChecksumCRC32).toBeDefined();
  const bytes = Buffer.from((await read?.transformToByteArray()) ?? []);
  // As numbers: jest compares byte by byte, which takes seconds.
  expect([bytes.length, bytes.compare(Buffer.concat([part, part, part]))]).toEqual([3 * part.length, 0]);
});

test('refuses bytes that do not match their checksum', async () => {
  await expect(
    s3.send(new PutObjectCommand({ Bucket, Key: 'bad', Body: 'abc', ChecksumSHA256: 'AAAA' })),
  ).rejects.toMatchObject({ name: 'BadDigest' });
  await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'bad' }))).rejects.toMatchObject({
    name: 'NotFound',
  });
});

test.each([
  ['bytes=2-4', 'cde', 'bytes 2-4/10'],
  ['bytes=7-', 'hij', 'bytes 7-9/10'],
  ['bytes=-2', 'ij', 'bytes 8-9/10'],
  ['bytes=8-99', 'ij', 'bytes 8-9/10'],
])('reads the range %s', async (Range, text, ContentRange) => {
  await put('range', 'abcdefghij');
  const answer = await s3.send(new GetObjectCommand({ Bucket, Key: 'range', Range }));
  expect(answer.ContentRange).toBe(ContentRange);
  expect(await answer.Body?.transformToString()).toBe(text);
});

test('refuses a range beyond the end', async () => {
  await put('range', 'abc');
  await expect(
    s3.send(new GetObjectCommand({ Bucket, Key: 'range', Range: 'bytes=3-' })),
  ).rejects.toMatchObject({
    name: 'InvalidRange',
  });
});

test('writes only when the condition holds', async () => {
  await put('once', '1');
  const again = new PutObjectCommand({ Bucket, Key: 'once', Body: '2', IfNoneMatch: '*' });
  await expect(s3.send(again)).rejects.toMatchObject({ name: 'PreconditionFailed' });
  const other = new PutObjectCommand({ Bucket, Key: 'once', Body: '2', IfMatch: '"other"' });
  await expect(s3.send(other)).rejects.toMatchObject({ name: 'PreconditionFailed' });
  expect(await get('once')).toBe('1');
  const { ETag } = await s3.send(new HeadObjectCommand({ Bucket, Key: 'once' }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'once', Body: '3', IfMatch: ETag }));
  expect(await get('once')).toBe('3');
});

test('refuses a copy whose source has changed since it was looked at', async () => {
  await put('source', '1');
  await expect(
    s3.send(
      new CopyObjectCommand({
        Bucket,
        Key: 'target',
        CopySource: `${Bucket}/source`,
        CopySourceIfMatch: '"old"',
      }),
    ),
  ).rejects.toMatchObject({ name: 'PreconditionFailed' });
});

test('refuses to copy a version, which it would ignore', async () => {
  await s3.send(new PutObjectCommand({ Bucket, Key: 'versioned', Body: 'x' }));
  const copy = new CopyObjectCommand({
    Bucket,
    Key: 'copied',
    CopySource: `${Bucket}/versioned?versionId=7`,
  });
  await expect(s3.send(copy)).rejects.toMatchObject({ name: 'NotImplemented' });
});

test('refuses to copy an object over the limit, and copies it by parts', async () => {
  await put('big', Buffer.alloc(1001, 'z'));
  const CopySource = `${Bucket}/big`;
  await expect(s3.send(new CopyObjectCommand({ Bucket, Key: 'big2', CopySource }))).rejects.toMatchObject({
    name: 'InvalidRequest',
    message: expect.stringContaining('larger than the maximum allowable size for a copy source: 1000'),
  });
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'big2' }));
  const copied = await s3.send(
    new UploadPartCopyCommand({
      Bucket,
      Key: 'big2',
      UploadId,
      PartNumber: 1,
      CopySource,
      CopySourceRange: 'bytes=0-1000',
    }),
  );
  const Parts = [{ PartNumber: 1, ETag: copied.CopyPartResult?.ETag }];
  await s3.send(
    new CompleteMultipartUploadCommand({ Bucket, Key: 'big2', UploadId, MultipartUpload: { Parts } }),
  );
  expect(await get('big2')).toBe('z'.repeat(1001));
});

test('uploads in parts, with a composite ETag', async () => {
  const Body = Buffer.alloc(11 * 1024 ** 2, 'q');
  const upload = new Upload({ client: s3, params: { Bucket, Key: 'parts', Body }, partSize: 5 * 1024 ** 2 });
  await upload.done();
  const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'parts' }));
  expect(head.ContentLength).toBe(Body.length);
  expect(head.ETag).toMatch(/^"[0-9a-f]{32}-3"$/);
});

test('refuses parts that are too small, missing or out of order, and forgets an aborted upload', async () => {
  const Key = 'refused';
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  const one = await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: 'a' }));
  const two = await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 2, Body: 'b' }));
  const first = { PartNumber: 1, ETag: one.ETag };
  const second = { PartNumber: 2, ETag: two.ETag };
  const complete = (Parts: { PartNumber: number; ETag: string | undefined }[]) =>
    s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
  await expect(complete([first, second])).rejects.toMatchObject({ name: 'EntityTooSmall' });
  await expect(complete([second, first])).rejects.toMatchObject({ name: 'InvalidPartOrder' });
  await expect(complete([{ PartNumber: 3, ETag: '"x"' }])).rejects.toMatchObject({ name: 'InvalidPart' });
  const { Parts } = await s3.send(new ListPartsCommand({ Bucket, Key, UploadId, MaxParts: 1 }));
  expect(Parts).toMatchObject([{ PartNumber: 1, Size: 1 }]);
  await s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
  await expect(complete([first])).rejects.toMatchObject({ name: 'NoSuchUpload' });
});

test('lists in UTF-8 order, by pages, with a delimiter, in both versions', async () => {
  const keys = ['l/a', 'l/b/1', 'l/b/2', 'l/c', 'l/\uffee', 'l/😀'];
  for (const key of [...keys].reverse()) await put(key);
  const listed: (string | undefined)[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await s3.send(
      new ListObjectsV2Command({ Bucket, Prefix: 'l/', MaxKeys: 2, Delimiter: '/', ContinuationToken }),
    );
    listed.push(...(page.Contents ?? []).map(({ Key }) => Key));
    listed.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => `${Prefix}*`));
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  expect(listed).toEqual(['l/a', 'l/b/*', 'l/c', 'l/\uffee', 'l/😀']);
  const old = await s3.send(new ListObjectsCommand({ Bucket, Prefix: 'l/', Marker: 'l/b/1' }));
  expect(old.Contents?.map(({ Key }) => Key)).toEqual(keys.slice(2));
  const after = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'l/', StartAfter: 'l/c' }));
  expect(after.KeyCount).toBe(2);
});

test('deletes one, many and what is not there', async () => {
  await put('d/1');
  await put('d/2 +');
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'd/none' }));
  const Objects = [{ Key: 'd/1' }, { Key: 'd/2 +' }, { Key: 'd/3' }];
  const { Deleted } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  expect(Deleted?.map(({ Key }) => Key)).toEqual(['d/1', 'd/2 +', 'd/3']);
  const { KeyCount } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'd/' }));
  expect(KeyCount).toBe(0);
});

test('a bucket is made once, found, listed and deleted only when empty', async () => {
  const other = 'other-bucket';
  await s3.send(new CreateBucketCommand({ Bucket: other }));
  await expect(s3.send(new CreateBucketCommand({ Bucket: other }))).rejects.toMatchObject({
    name: 'BucketAlreadyOwnedByYou',
  });
  await s3.send(new HeadBucketCommand({ Bucket: other }));
  expect((await s3.send(new GetBucketLocationCommand({ Bucket: other }))).LocationConstraint).toBe(
    'eu-west-1',
  );
  const { Buckets } = await s3.send(new ListBucketsCommand({}));
  expect(Buckets?.map(({ Name }) => Name)).toEqual([other, Bucket]);
  await s3.send(new PutObjectCommand({ Bucket: other, Key: 'k', Body: 'x' }));
  await expect(s3.send(new DeleteBucketCommand({ Bucket: other }))).rejects.toMatchObject({
    name: 'BucketNotEmpty',
  });
  await s3.send(new DeleteObjectCommand({ Bucket: other, Key: 'k' }));
  await s3.send(new DeleteBucketCommand({ Bucket: other }));
  await expect(s3.send(new HeadBucketCommand({ Bucket: other }))).rejects.toMatchObject({ name: 'NotFound' });
});

test('refuses what it lacks by name, and a missing object and bucket by theirs', async () => {
  await put('acl');
  await expect(s3.send(new GetObjectAclCommand({ Bucket, Key: 'acl' }))).rejects.toMatchObject({
    name: 'NotImplemented',
    message: 's3:GetObjectAcl is not supported by the local cloud; see local/BEHAVIOUR.md',
  });
  await expect(s3.send(new GetObjectCommand({ Bucket, Key: 'none' }))).rejects.toMatchObject({
    name: 'NoSuchKey',
  });
  await expect(s3.send(new GetObjectCommand({ Bucket: 'nowhere', Key: 'k' }))).rejects.toMatchObject({
    name: 'NoSuchBucket',
  });
});

test('a reader keeps the object that it opened while another is written over it', async () => {
  await put('race', 'old');
  const reader = await service.objects.get(Bucket, 'race');
  await put('race', 'new');
  const chunks: Buffer[] = [];
  for await (const chunk of reader) chunks.push(chunk);
  expect(Buffer.concat(chunks).toString()).toBe('old');
});

test('finds the bucket in a virtual host, too', async () => {
  await put('virtual', 'host');
  const authorization = 'AWS4-HMAC-SHA256 Credential=LAKEFERRYOPERATOR/20260101/eu-west-1/s3/aws4_request, x';
  const text = await new Promise<string>((resolve, reject) => {
    const options = { headers: { host: `${Bucket}.localhost:${cloud.gateway.port}`, authorization } };
    httpRequest(`${cloud.gateway.url}/virtual`, options, (response) => {
      response.on('data', (chunk: Buffer) => resolve(chunk.toString()));
    })
      .on('error', reject)
      .end();
  });
  expect(text).toBe('host');
});
