import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createS3, type LocalS3 } from '@lakeferry/local-cloud/s3';
import { createSqs, type LocalSqs } from '@lakeferry/local-cloud/sqs';
import { copyMissing } from '../../../application/lake/backfill';
import { readArrivalQueue, redriveDeadLetters } from '../../../application/lake/dead-letters';
import { createDeadLetters, type DeadLetters } from '../../../aws/dead-letters';
import { createLakeObjects, type LakeObjects } from '../../../aws/lake/objects';
import { startTestGateway, type TestGateway } from '../../helpers/local/local-gateway';
import { sampleJob } from '../../helpers/runs/plan';

const inDev = { platform: { environment: 'dev' } };
let gateway: TestGateway;
let s3: LocalS3;
let sqs: LocalSqs;
let s3Client: S3Client;
let sqsClient: SQSClient;
let letters: DeadLetters;
let objects: LakeObjects;

beforeEach(async () => {
  gateway = await startTestGateway((context) => {
    s3 = createS3(context);
    sqs = createSqs(context, () => gateway.gateway.url);
    return [s3, sqs];
  });
  s3Client = new S3Client({ ...gateway.client, forcePathStyle: true });
  sqsClient = new SQSClient(gateway.client);
  objects = createLakeObjects({ client: s3Client });
  letters = createDeadLetters(sqsClient);
});
afterEach(async () => {
  s3Client.destroy();
  sqsClient.destroy();
  await gateway.stop();
});

describe('the dead letters', () => {
  beforeEach(() => {
    sqs.create('lakeferry-dev-copier');
    sqs.create('lakeferry-dev-copier-dead-letters');
  });

  it('are counted with their reasons', async () => {
    const letter = (reason: string, body = 'x') => ({ body, reason });
    await letters.send('lakeferry-dev-copier-dead-letters', [letter('gone'), letter('long'), letter('gone')]);
    expect(await readArrivalQueue(inDev, letters)).toEqual({
      waiting: 0,
      inWork: 0,
      deadLetters: 3,
      reasons: [
        { reason: 'gone', letters: 2 },
        { reason: 'long', letters: 1 },
      ],
    });
  });

  it('are sent again, all of them, as they came', async () => {
    const many = Array.from({ length: 25 }, (_, index) => ({ body: `m${index}`, reason: 'no job' }));
    await letters.send('lakeferry-dev-copier-dead-letters', many);
    expect(await redriveDeadLetters(inDev, letters)).toEqual({
      sent: 25,
      reasons: [{ reason: 'no job', letters: 25 }],
    });
    expect(await letters.count('lakeferry-dev-copier-dead-letters')).toEqual({ waiting: 0, inWork: 0 });
    expect(await letters.count('lakeferry-dev-copier')).toEqual({ waiting: 25, inWork: 0 });
    expect(await redriveDeadLetters(inDev, letters)).toEqual({ sent: 0, reasons: [] });
  });

  it('are sent again right after a reader has hidden them for two seconds', async () => {
    await letters.send('lakeferry-dev-copier-dead-letters', [{ body: 'x', reason: 'gone' }]);
    await readArrivalQueue(inDev, letters);
    expect(await redriveDeadLetters(inDev, letters)).toMatchObject({ sent: 1 });
  });

  it('cannot be read where no queue is deployed', async () => {
    await expect(readArrivalQueue({ platform: { environment: 'prod' } }, letters)).rejects.toMatchObject({
      reason: { kind: 'outdated-deployment', environment: 'prod', lacks: 'arrivals' },
    });
  });
});

describe('a backfill', () => {
  const job = sampleJob(
    { department: 'sales', job: 'live', tables: ['orders'] },
    {
      publishing: {
        kind: 'arrival',
        prefix: 'raw',
        lowerCase: false,
        layout: '{schema}/{table}/{year}',
        timeZone: 'UTC',
        partitionBy: 'arrival',
      },
    },
  );
  const order = { job, stagingBucket: 'staging', lakeBucket: 'the-lake', onProgress: () => undefined };
  const put = (key: string) => s3.objects.put('staging', key, Buffer.from(key));

  beforeEach(async () => {
    for (const bucket of ['staging', 'the-lake']) await s3.objects.createBucket(bucket);
    for (let index = 0; index < 1200; index += 1) await put(`sales/live/s/t/${index}.csv`);
    await put('sales/live2/s/t/other.csv');
  });

  it('copies what is missing, reports what it cannot copy, and continues where it was killed', async () => {
    await put('sales/live/stray.csv');
    let copies = 0;
    const mortal: LakeObjects = {
      ...objects,
      async copy(wanted) {
        copies += 1;
        if (copies > 500) throw new Error('killed');
        return objects.copy(wanted);
      },
    };
    await expect(copyMissing(mortal, order)).rejects.toThrow('killed');
    const progress: number[] = [];
    const result = await copyMissing(objects, { ...order, onProgress: (done) => void progress.push(done) });
    expect(result).toMatchObject({ job: 'sales/live', staged: 1201, gone: 0 });
    expect(result.copied + result.present).toBe(1200);
    expect(result.present).toBeGreaterThanOrEqual(500);
    expect(result.foreign).toEqual([
      { key: 'sales/live/stray.csv', reason: 'it is not in a folder <schema>/<table>' },
    ]);
    expect(progress.at(-1)).toBe(1201);
    expect(await s3.objects.list('the-lake', '')).toHaveLength(1200);
  });

  it('copies only files staged since then', async () => {
    const since = new Date(Date.now() + 60_000);
    expect(await copyMissing(objects, { ...order, since })).toMatchObject({ staged: 0, copied: 0 });
  });
});
