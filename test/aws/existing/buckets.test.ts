import { S3Client } from '@aws-sdk/client-s3';
import { createS3 } from '@lakeferry/local-cloud/s3';
import { describeBucket } from '../../../aws/existing/buckets';
import { startTestGateway, type TestGateway } from '../../helpers/local/local-gateway';

let cloud: TestGateway;
let s3: S3Client;
beforeEach(async () => {
  cloud = await startTestGateway((context) => {
    const service = createS3(context);
    void service.objects.createBucket('acme-lake');
    return [service];
  });
  s3 = new S3Client({ ...cloud.client, forcePathStyle: true });
});
afterEach(() => cloud.stop());

const parts = ['tellsEventBridge', 'isVersioned', 'keyArn'] as const;
const described = { name: 'acme-lake', region: 'eu-west-1', tellsEventBridge: false, isVersioned: false };

test('a bucket is described with its region, events, versions and key', async () => {
  expect(await describeBucket('acme-lake', parts, s3)).toEqual({ ...described, keyArn: '', unread: {} });
  expect(await describeBucket('nobody', parts, s3)).toBeUndefined();
});

test('parts that nobody needs are not read', async () => {
  const { name, region } = described;
  expect(await describeBucket(name, ['keyArn'], s3)).toEqual({ name, region, keyArn: '', unread: {} });
});

test('a setting that the caller may not read is named with the reason', async () => {
  s3.middlewareStack.add(
    (next, { commandName }) =>
      async (call) => {
        if (commandName !== 'GetBucketEncryptionCommand') return next(call);
        throw Object.assign(new Error('not authorized'), { name: 'AccessDenied' });
      },
    { step: 'initialize' },
  );
  expect(await describeBucket('acme-lake', parts, s3)).toEqual({
    ...described,
    unread: { keyArn: 'reading settings of the bucket acme-lake: AccessDenied: not authorized' },
  });
});
