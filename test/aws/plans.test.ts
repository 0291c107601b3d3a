import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createS3 } from '@lakeferry/local-cloud/s3';
import { createPlans, type Plans } from '../../aws/plans';
import { startTestGateway, type TestGateway } from '../helpers/local/local-gateway';
import { sampleDepartment } from '../helpers/runs/plan';

let cloud: TestGateway;
let plans: Plans;
const bucket = 'assets';

beforeAll(async () => {
  cloud = await startTestGateway((context) => [createS3(context)]);
  const client = new S3Client({ ...cloud.client, forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  const put = (Key: string, body: unknown) =>
    client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: JSON.stringify(body) }));
  await put('sales.json', sampleDepartment());
  await put('other.json', { hello: 'world' });
  plans = createPlans(client);
});
afterAll(() => cloud.stop());

test('a job is read from its department’s plan', async () => {
  const job = await plans.job({ bucket, key: 'sales.json' }, 'sales/orders-daily');
  expect(job).toEqual(sampleDepartment().jobs[0]);
});

test('a plan is read once, because its key is the hash of its content', async () => {
  const client = new S3Client({ ...cloud.client, forcePathStyle: true });
  let asked = 0;
  client.middlewareStack.add(
    (next) => async (args) => {
      asked += 1;
      return next(args);
    },
    {},
  );
  const kept = createPlans(client);
  for (let time = 0; time < 3; time += 1) await kept.job({ bucket, key: 'sales.json' }, 'sales/orders-daily');
  await expect(kept.job({ bucket, key: 'gone.json' }, 'sales/x')).rejects.toThrow();
  await expect(kept.job({ bucket, key: 'gone.json' }, 'sales/x')).rejects.toThrow();
  expect(asked).toBe(3);
});

test('a plan that cannot be read is not reported as missing, although without s3:ListBucket it may be', async () => {
  const client = new S3Client({ region: 'eu-west-1' });
  const denied = Object.assign(new Error('Access Denied'), { name: 'AccessDenied' });
  const send = async () => Promise.reject(denied);
  const asked = createPlans(Object.assign(client, { send })).job({ bucket, key: 'gone.json' }, 'sales/x');
  await expect(asked).rejects.toMatchObject({
    name: 'AccessDenied',
    message: expect.stringContaining(
      's3://assets/gone.json, which may not exist; deploy the department again',
    ),
  });
});

test.each([
  ['no plan', 'gone.json', 'PlanNotFound', 's3://assets/gone.json'],
  ['another document', 'other.json', 'PlanNotFound', 'is not a department'],
  ['a job that is not in it', 'sales.json', 'JobNotInPlan', 'sales/orders-daily, sales/reviews-on-demand'],
])('%s is an error with a fix', async (_name, key, name, says) => {
  const asked = plans.job({ bucket, key }, 'sales/nothing');
  await expect(asked).rejects.toMatchObject({ name, message: expect.stringContaining(says) });
  await expect(asked).rejects.toMatchObject({
    message: expect.stringContaining('deploy the department again'),
  });
});
