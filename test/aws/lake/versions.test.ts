import { CreateMultipartUploadCommand, ListMultipartUploadsCommand, S3Client } from '@aws-sdk/client-s3';
import { createS3, type LocalS3 } from '@lakeferry/local-cloud/s3';
import { type BucketVersions, createBucketVersions } from '../../../aws/lake/versions';
import { startTestGateway, type TestGateway } from '../../helpers/local/local-gateway';

let gateway: TestGateway;
let s3: LocalS3;
let client: S3Client;
let versions: BucketVersions;

beforeAll(async () => {
  gateway = await startTestGateway((context) => {
    s3 = createS3(context);
    return [s3];
  });
  client = new S3Client({ ...gateway.client, forcePathStyle: true });
  versions = createBucketVersions(client);
});
afterAll(async () => {
  client.destroy();
  await gateway.stop();
});

const Bucket = 'staging';

test('a bucket without versions is listed by pages of 1,000, and emptied', async () => {
  await s3.objects.createBucket(Bucket);
  await Promise.all(
    Array.from({ length: 1002 }, (_, index) =>
      s3.objects.put(Bucket, `a/${String(index).padStart(4, '0')} ü&`, Buffer.from('four')),
    ),
  );
  const first = await versions.page(Bucket);
  expect([first.versions.length, first.next]).toEqual([1000, { key: 'a/0999 ü&', version: 'null' }]);
  expect(first.versions[0]).toMatchObject({
    ...{ bucket: Bucket, key: 'a/0000 ü&', version: 'null', isNewest: true, isMarker: false, size: 4 },
    eTag: expect.stringMatching(/^[0-9a-f]{32}$/),
    lastModified: expect.any(Date),
  });
  const last = await versions.page(Bucket, first.next);
  expect([last.versions.map(({ key }) => key), last.next]).toEqual([['a/1000 ü&', 'a/1001 ü&'], undefined]);
  await versions.remove(Bucket, first.versions);
  await versions.remove(Bucket, last.versions);
  // Twice, as after a lost answer.
  await versions.remove(Bucket, last.versions);
  expect(await versions.page(Bucket)).toEqual({ versions: [] });
  await s3.objects.deleteBucket(Bucket);
});

test('an object that S3 does not delete is an error with its name', async () => {
  await s3.objects.createBucket('other');
  await s3.objects.put('other', 'a', Buffer.from('a'));
  const [found] = (await versions.page('other')).versions;
  if (found === undefined) throw new Error('nothing is listed');
  await expect(versions.remove('other', [{ ...found, version: 'unknown' }])).rejects.toThrow(
    'deleting objects of s3://other: NoSuchVersion: a: The specified version does not exist.',
  );
});

test('unfinished uploads are aborted', async () => {
  for (const Key of ['a', 'b']) await client.send(new CreateMultipartUploadCommand({ Bucket: 'other', Key }));
  expect(await versions.abortUploads('other')).toBe(false);
  expect((await client.send(new ListMultipartUploadsCommand({ Bucket: 'other' }))).Uploads).toBeUndefined();
});

test('a bucket that does not exist is empty', async () => {
  expect(await versions.page('none')).toEqual({ versions: [] });
  expect(await versions.abortUploads('none')).toBe(false);
});
