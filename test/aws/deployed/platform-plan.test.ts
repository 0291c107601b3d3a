import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SSMClient } from '@aws-sdk/client-ssm';
import { createS3 } from '@lakeferry/local-cloud/s3';
import { createSsm, type LocalSsm } from '@lakeferry/local-cloud/ssm';
import { createPlatformPlans, type PlatformPlans } from '../../../aws/deployed/platform-plan';
import { startTestGateway, type TestGateway } from '../../helpers/local/local-gateway';
import { samplePlan } from '../../helpers/runs/plan';

const { version, environment, sources, targets } = samplePlan();
let cloud: TestGateway;
let ssm: LocalSsm;
let plans: PlatformPlans;

beforeAll(async () => {
  cloud = await startTestGateway((context) => {
    ssm = createSsm(context);
    return [createS3(context), ssm];
  });
  const s3 = new S3Client({ ...cloud.client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'assets' }));
  const put = (Key: string, body: object) =>
    s3.send(new PutObjectCommand({ Bucket: 'assets', Key, Body: JSON.stringify(body) }));
  await put('plan.json', { version, environment, sources, targets });
  await put('later.json', { version: 2 });
  plans = createPlatformPlans('dev', { s3, ssm: new SSMClient(cloud.client) });
});
afterAll(() => cloud.stop());

const name = '/lakeferry/dev/platform';
const address = (key: string) => JSON.stringify({ plan: { bucket: 'assets', key } });

test('a platform of an earlier version has no plan', async () => {
  expect(await plans.deployed()).toBeUndefined();
});

test('the plan is that of the stack', async () => {
  ssm.put(name, address('plan.json'));
  expect(await plans.deployed()).toEqual({ version, environment, sources, targets });
});

test('the version of Lakeferry that deployed it is in the parameter', async () => {
  ssm.put(name, JSON.stringify({ plan: { bucket: 'assets', key: 'plan.json' }, version: '0.9.1' }));
  expect(await plans.deployed()).toMatchObject({ version, deployedBy: '0.9.1' });
});

test('a plan of a later version is refused by name, and a missing one is an error', async () => {
  ssm.put(name, JSON.stringify({ plan: { bucket: 'assets', key: 'later.json' }, version: '9.0.0' }));
  await expect(plans.deployed()).rejects.toMatchObject({
    name: 'NewerHistory',
    message: expect.stringContaining('a newer version of Lakeferry, 9.0.0, has deployed the platform'),
  });
  ssm.put(name, address('gone.json'));
  await expect(plans.deployed()).rejects.toMatchObject({ name: 'PlanNotFound' });
});
