import {
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { createS3, type LocalS3 } from '@lakeferry/local-cloud/s3';
import { createLakeObjects, type LakeObjects, type LakeObjectsOptions } from '../../../aws/lake/objects';
import { startTestGateway, type TestGateway } from '../../helpers/local/local-gateway';

const MiB = 1024 ** 2;
const GiB = 1024 ** 3;
let gateway: TestGateway;
let local: LocalS3;
let client: S3Client;

beforeEach(async () => {
  gateway = await startTestGateway((context) => {
    local = createS3(context);
    return [local];
  });
  client = new S3Client({ ...gateway.client, forcePathStyle: true, maxAttempts: 1 });
  for (const bucket of ['staging', 'the-lake']) await local.objects.createBucket(bucket);
});
afterEach(async () => {
  client.destroy();
  await gateway.stop();
});

/** Client that fails from its call number `dieAt` on, as a killed function makes no more calls. */
function dying(dieAt: number): { readonly client: S3Client; calls(): number } {
  let calls = 0;
  const mortal = new S3Client({ ...gateway.client, forcePathStyle: true, maxAttempts: 1 });
  mortal.middlewareStack.add(
    (next) => async (args) => {
      calls += 1;
      if (calls >= dieAt) throw new Error('killed');
      return next(args);
    },
    { step: 'initialize', priority: 'high' },
  );
  return { client: mortal, calls: () => calls };
}

const inSmallParts = { copyLimit: 5 * MiB, partBytes: 6 * MiB };
const objects = (options: LakeObjectsOptions = {}): LakeObjects => createLakeObjects({ client, ...options });
const to = { bucket: 'the-lake', key: 'a/b c+%#$\'"ä.csv' };

async function put(Key: string, body: string | Buffer, more: object = {}) {
  await client.send(new PutObjectCommand({ Bucket: 'staging', Key, Body: body, ...more }));
  const from = await objects().head({ bucket: 'staging', key: Key });
  if (from === undefined) throw new Error('not put');
  return from;
}

async function read(): Promise<string> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: to.bucket, Key: to.key }));
  return (await Body?.transformToString()) ?? '';
}

async function openUploads(): Promise<number> {
  return (await client.send(new ListMultipartUploadsCommand({ Bucket: 'the-lake' }))).Uploads?.length ?? 0;
}

test('one call copies an object of any name with its content type, metadata and tags; the second finds the copy', async () => {
  const from = await put('x/b c+%#$\'"ä.csv', 'hello', {
    ContentType: 'text/csv',
    Metadata: { owner: 'sales' },
    Tagging: 'class=secret&team=a%20b',
  });
  expect(await objects().copy({ from, to })).toEqual({
    outcome: 'copied',
    size: 5,
    eTag: from.eTag,
    calls: 1,
  });
  expect(await objects().copy({ from, to })).toMatchObject({ outcome: 'already-there', calls: 3 });
  expect(await read()).toBe('hello');
  expect(await client.send(new HeadObjectCommand({ Bucket: to.bucket, Key: to.key }))).toMatchObject({
    ContentType: 'text/csv',
    Metadata: { owner: 'sales' },
  });
  const tags = await client.send(new GetObjectTaggingCommand({ Bucket: to.bucket, Key: to.key }));
  expect(tags.TagSet).toEqual([
    { Key: 'class', Value: 'secret' },
    { Key: 'team', Value: 'a b' },
  ]);
});

test('a request for an older state is rejected, a request for the newer one replaces the copy', async () => {
  const old = await put('x', 'old');
  await objects().copy({ from: old, to });
  const from = await put('x', 'newer');
  await expect(objects().copy({ from: old, to })).rejects.toMatchObject({ name: 'SourceChanged' });
  expect(await read()).toBe('old');
  expect(await objects().copy({ from, to })).toMatchObject({ outcome: 'copied' });
  expect(await read()).toBe('newer');
});

test('a deleted source is SourceGone, for small and large objects', async () => {
  const from = await put('x', 'hello');
  await local.objects.delete('staging', 'x');
  await expect(objects().copy({ from, to })).rejects.toMatchObject({ name: 'SourceGone' });
  await expect(objects({ copyLimit: 1 }).copy({ from, to })).rejects.toMatchObject({ name: 'SourceGone' });
  expect(await openUploads()).toBe(0);
});

test('6 GiB are copied in parallel parts, complete, with metadata and tags, and not a second time', async () => {
  const data = [
    { offset: 0, data: Buffer.from('first') },
    { offset: 3 * GiB - 2, data: Buffer.from('across parts') },
    { offset: 6 * GiB - 4, data: Buffer.from('last') },
  ];
  await local.objects.putSparse('staging', 'huge', 6 * GiB, data, {
    contentType: 'text/csv',
    headers: { 'x-amz-meta-owner': 'sales' },
    tags: 'class=secret',
  });
  const from = await objects().head({ bucket: 'staging', key: 'huge' });
  if (from === undefined) throw new Error('no source');
  const copied = await objects().copy({ from, to });
  expect(copied).toMatchObject({ outcome: 'copied', size: 6 * GiB });
  expect(copied.eTag).toMatch(/-12$/);
  const stored = await local.objects.head(to.bucket, to.key);
  expect(stored).toMatchObject({ size: 6 * GiB, contentType: 'text/csv', tags: 'class=secret' });
  expect(stored?.headers).toEqual({ 'x-amz-meta-owner': 'sales' });
  const middle = await client.send(
    new GetObjectCommand({ Bucket: to.bucket, Key: to.key, Range: `bytes=${3 * GiB - 3}-${3 * GiB + 10}` }),
  );
  expect(await middle.Body?.transformToString()).toBe('\0across parts\0');
  expect(await openUploads()).toBe(0);
});

test('a part that fails aborts the upload', async () => {
  const from = await put('x', Buffer.alloc(20 * MiB, 'x'));
  const failing = new S3Client({ ...gateway.client, forcePathStyle: true, maxAttempts: 1 });
  failing.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const input = args.input as { PartNumber?: number };
        if (commandName === 'UploadPartCopyCommand' && input.PartNumber === 3)
          throw new Error('the part is lost');
        return next(args);
      },
    { step: 'initialize' },
  );
  await expect(objects({ ...inSmallParts, client: failing }).copy({ from, to })).rejects.toThrow(
    'the part is lost',
  );
  expect(await openUploads()).toBe(0);
  expect(await local.objects.head(to.bucket, to.key)).toBeUndefined();
});

test('an object that is overwritten during a copy in parts leaves no mixture and no open upload', async () => {
  const from = await put('x', Buffer.alloc(20 * MiB, 'x'));
  const slow = new S3Client({ ...gateway.client, forcePathStyle: true, maxAttempts: 1 });
  slow.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const input = args.input as { PartNumber?: number };
        if (commandName === 'UploadPartCopyCommand' && input.PartNumber === 2) await put('x', 'other');
        return next(args);
      },
    { step: 'initialize' },
  );
  await expect(objects({ ...inSmallParts, client: slow }).copy({ from, to })).rejects.toMatchObject({
    name: 'SourceChanged',
  });
  expect(await openUploads()).toBe(0);
  expect(await local.objects.head(to.bucket, to.key)).toBeUndefined();
});

test.each([
  ['whole', {}],
  ['in parts', inSmallParts],
])(
  'a copy %s that is killed before any of its calls is completed by the next, which leaves no open upload',
  async (_, options) => {
    const text = 'abcdefgh'.repeat(2 * MiB);
    const from = await put('x', text);
    const later = () => new Date(Date.now() + 16 * 60_000);
    for (let dieAt = 1; ; dieAt += 1) {
      await local.objects.delete(to.bucket, to.key);
      const mortal = dying(dieAt);
      const outcome = await objects({ ...options, client: mortal.client })
        .copy({ from, to })
        .then(
          () => 'lived',
          () => 'killed',
        );
      expect(await objects({ ...options, now: later }).copy({ from, to })).toMatchObject({
        size: text.length,
      });
      expect((await read()) === text).toBe(true);
      expect(await openUploads()).toBe(0);
      if (outcome === 'lived' && mortal.calls() < dieAt) break;
    }
  },
);

test('two copies of one object at the same time are one object', async () => {
  const from = await put('x', 'hello');
  const outcomes = await Promise.all([1, 2, 3].map(() => objects().copy({ from, to })));
  expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['already-there', 'already-there', 'copied']);
});

test('a missing permission is AccessDenied', async () => {
  const from = await put('x', 'hello');
  await expect(objects().copy({ from, to: { bucket: 'nowhere', key: 'x' } })).rejects.toMatchObject({
    name: 'AwsRefused',
    message: expect.stringContaining('NoSuchBucket'),
  });
});
