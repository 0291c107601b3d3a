import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createS3, type LocalS3 } from '@lakeferry/local-cloud/s3';
import { createSqs, type LocalSqs } from '@lakeferry/local-cloud/sqs';
import { createDeadLetters, type DeadLetters } from '../../aws/dead-letters';
import { SourceChanged } from '../../aws/lake/copy-request';
import { createLakeObjects, type LakeObjects } from '../../aws/lake/objects';
import type { JobPlan } from '../../core/planning/job-plan';
import type { PublishingPlan } from '../../core/planning/publishing-plan';
import { RunError } from '../../core/runs/record/run-error';
import { type CopyToLakePorts, copyToLake } from '../../functions/copy-to-lake/copy-to-lake';
import { startTestGateway, type TestGateway } from '../helpers/local/local-gateway';
import { memoryHistory } from '../helpers/runs/memory-history';
import { sampleJob } from '../helpers/runs/plan';
import { Reported } from '../helpers/runs/reporting';

let gateway: TestGateway;
let s3: LocalS3;
let sqs: LocalSqs;
let clients: readonly { destroy(): void }[];
let objects: LakeObjects;
let letters: DeadLetters;
let reported: Reported;
const now = new Date('2026-11-21T12:00:00Z');

const arrival: PublishingPlan = {
  kind: 'arrival',
  prefix: 'raw/live',
  lowerCase: false,
  layout: '{schema}/{table}/{year}',
  timeZone: 'UTC',
  partitionBy: 'arrival',
};
const jobs: Readonly<Record<string, JobPlan>> = {
  'sales/live': sampleJob(
    { department: 'sales', job: 'live', tables: ['orders'] },
    { mode: 'cdc', publishing: arrival },
  ),
  'sales/daily': sampleJob({ department: 'sales', job: 'daily', tables: ['orders'] }),
};

beforeEach(async () => {
  gateway = await startTestGateway((context) => {
    s3 = createS3(context);
    sqs = createSqs(context, () => gateway.gateway.url);
    return [s3, sqs];
  });
  const client = new S3Client({ ...gateway.client, forcePathStyle: true });
  const sqsClient = new SQSClient(gateway.client);
  clients = [client, sqsClient];
  objects = createLakeObjects({ client });
  letters = createDeadLetters(sqsClient);
  for (const bucket of ['staging', 'the-lake']) await s3.objects.createBucket(bucket);
  sqs.create('copier-dead-letters');
  reported = new Reported();
});
afterEach(async () => {
  for (const client of clients) client.destroy();
  await gateway.stop();
});

function ports(over: Partial<CopyToLakePorts> = {}): CopyToLakePorts {
  return {
    plans: { deployed: async (key) => jobs[key] },
    objects,
    history: memoryHistory(),
    letters,
    lakeBucket: 'the-lake',
    retentionDays: 30,
    log: reported.log,
    ...over,
  };
}

const bridge = (key: string, bucket = 'staging') =>
  JSON.stringify({
    source: 'aws.s3',
    'detail-type': 'Object Created',
    detail: { bucket: { name: bucket }, object: { key, size: 0, etag: '', sequencer: '1' } },
  });
const notification = (key: string) =>
  JSON.stringify({
    Records: [
      {
        eventSource: 'aws:s3',
        eventName: 'ObjectCreated:Put',
        s3: {
          bucket: { name: 'staging' },
          object: { key: new URLSearchParams({ k: key }).toString().slice(2) },
        },
      },
    ],
  });
const event = (...bodies: string[]) => ({
  Records: bodies.map((body, index) => ({
    messageId: `m${index}`,
    body,
    eventSourceARN: 'arn:aws:sqs:eu-west-1:000000000000:copier',
  })),
});
const put = (key: string, text = key) => s3.objects.put('staging', key, Buffer.from(text));
const lake = async () => (await s3.objects.list('the-lake', '')).map(({ key }) => key);
const failures = async (work: ReturnType<typeof copyToLake>) =>
  (await work).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
const year = new Date().getUTCFullYear();

test('files of one name from three tables in one hour are three objects', async () => {
  const tables = ['sales/orders', 'sales/items', 'crm/orders'];
  for (const table of tables) await put(`sales/live/${table}/LOAD00000001.csv`);
  await copyToLake(
    ports(),
    event(...tables.map((table) => bridge(`sales/live/${table}/LOAD00000001.csv`))),
    now,
  );
  expect(await lake()).toEqual(
    [...tables].sort().map((table) => `raw/live/${table}/${year}/LOAD00000001.csv`),
  );
});

test('keys of each kind are copied from both formats of events', async () => {
  const odd = [
    'a+b',
    'a b',
    '100%',
    '50%41',
    'a#b',
    'a$b',
    "a'b",
    'a"b',
    'äöü-日本-🚢',
    'a&b=c',
    'a\\b',
    'x'.repeat(960),
  ];
  const keys = odd.flatMap((name) => [`sales/live/s/t/1${name}`, `sales/live/s/t/2${name}`]);
  for (const key of keys) await put(key);
  const bodies = keys.map((key, index) => (index % 2 === 0 ? bridge(key) : notification(key)));
  expect(await failures(copyToLake(ports(), event(...bodies), now))).toEqual([]);
  expect((await lake()).sort()).toEqual(
    keys.map((key) => key.replace('sales/live/s/t', `raw/live/s/t/${year}`)).sort(),
  );
});

test('a key of 1,000 bytes is copied; a key that is too long for the lake goes to the dead letters with a fix', async () => {
  const head = 'sales/live/s/t/';
  const [fits, long] = ['ü', 'x'].map(
    (letter) => `${head}${letter.repeat((1000 - head.length) / Buffer.byteLength(letter))}`,
  );
  if (fits === undefined || long === undefined) throw new Error('no keys');
  const tooLong = { ...jobs['sales/live'], publishing: { ...arrival, prefix: 'p'.repeat(60) } };
  await put(fits);
  await put(long);
  await copyToLake(ports(), event(bridge(fits)), now);
  expect(await lake()).toHaveLength(1);
  await copyToLake(
    ports({ plans: { deployed: async () => ({ ...jobs['sales/live'], ...tooLong }) as JobPlan } }),
    event(bridge(long)),
    now,
  );
  const [buried] = await letters.receive('copier-dead-letters', 1);
  expect(buried?.reason).toMatch(/its key in the lake would have \d+ bytes, but S3 allows 1024; shorten/);
});

test('one bad record does not stop the others, and only records that may succeed later are retried', async () => {
  for (const key of ['sales/live/s/t/a', 'sales/live/s/t/b', 'sales/live/s/t/c']) await put(key);
  const failing: LakeObjects = {
    ...objects,
    copy: (order) =>
      order.from.key.endsWith('b')
        ? Promise.reject(new RunError('Throttled', 'slow down'))
        : objects.copy(order),
  };
  const bodies = [
    'no json',
    ...['a', 'b', 'c'].map((name) => bridge(`sales/live/s/t/${name}`)),
    bridge('sales/gone/s/t/a'),
  ];
  expect(await failures(copyToLake(ports({ objects: failing }), event(...bodies), now))).toEqual(['m2']);
  expect(await lake()).toEqual([`raw/live/s/t/${year}/a`, `raw/live/s/t/${year}/c`]);
  const buried = await letters.receive('copier-dead-letters', 1);
  expect(buried.map(({ body, reason }) => ({ body, reason }))).toEqual([
    { body: 'no json', reason: 'the message is neither an EventBridge event nor a notification of S3' },
    {
      body: bridge('sales/gone/s/t/a'),
      reason: 'no job sales/gone is deployed',
    },
  ]);
  expect(reported.lines[0]).toMatchObject({ copied: 2, failed: 1, again: 1, deadLetters: 2 });
});

test('a message that the dead-letter queue does not accept is delivered again', async () => {
  const broken: Pick<DeadLetters, 'send'> = { send: () => Promise.reject(new Error('no queue')) };
  expect(await failures(copyToLake(ports({ letters: broken }), event('no json'), now))).toEqual(['m0']);
});

test('jobs that do not publish by arrival are ignored, and so are S3’s test event and deletions', async () => {
  await put('sales/daily/s/t/a');
  const other = JSON.stringify({ Service: 'Amazon S3', Event: 's3:TestEvent' });
  expect(await failures(copyToLake(ports(), event(bridge('sales/daily/s/t/a'), other), now))).toEqual([]);
  expect(await lake()).toEqual([]);
  expect(await letters.count('copier-dead-letters')).toEqual({ waiting: 0, inWork: 0 });
});

test('an event of the lake bucket goes to the dead letters, not back to the lake', async () => {
  await copyToLake(ports(), event(bridge('sales/live/s/t/a', 'the-lake')), now);
  expect((await letters.receive('copier-dead-letters', 1))[0]?.reason).toMatch('it is in the lake already');
});

test('repeated and unordered events end in the newest state, counted once', async () => {
  const history = memoryHistory();
  const key = 'sales/live/s/t/a';
  await put(key, 'first');
  await put(key, 'second');
  for (const body of [bridge(key), notification(key), bridge(key)])
    await copyToLake(ports({ history }), event(body, bridge(key)), now);
  expect(await lake()).toEqual([`raw/live/s/t/${year}/a`]);
  expect(await s3.objects.head('the-lake', `raw/live/s/t/${year}/a`)).toMatchObject({ size: 6 });
  expect(await history.dailyArrivals('sales/live', 7)).toMatchObject([
    { day: '2026-11-21', files: 1, bytes: 6, smallFiles: 1 },
  ]);
});

test('an object that is overwritten before its copy is copied in its new state', async () => {
  const key = 'sales/live/s/t/a';
  await put(key, 'first');
  let copies = 0;
  const racing: LakeObjects = {
    ...objects,
    async copy(order) {
      copies += 1;
      if (copies === 1) await put(key, 'the second');
      return objects.copy(order);
    },
  };
  expect(await failures(copyToLake(ports({ objects: racing }), event(bridge(key)), now))).toEqual([]);
  expect(copies).toBe(2);
  expect(await s3.objects.head('the-lake', `raw/live/s/t/${year}/a`)).toMatchObject({ size: 10 });
});

test('an object that is overwritten repeatedly is retried later', async () => {
  await put('sales/live/s/t/a');
  const restless: LakeObjects = { ...objects, copy: () => Promise.reject(new SourceChanged('again')) };
  expect(
    await failures(copyToLake(ports({ objects: restless }), event(bridge('sales/live/s/t/a')), now)),
  ).toEqual(['m0']);
});

test('a deleted file is not a failure', async () => {
  expect(await failures(copyToLake(ports(), event(bridge('sales/live/s/t/a')), now))).toEqual([]);
});

test('a plan that cannot be read now is retried, and is not a dead letter', async () => {
  const down = { deployed: () => Promise.reject(new RunError('Throttled', 'slow down')) };
  expect(await failures(copyToLake(ports({ plans: down }), event(bridge('sales/live/s/t/a')), now))).toEqual([
    'm0',
  ]);
});

test('the partition is the object’s LastModified at any time of the copy', async () => {
  await put('sales/live/s/t/a');
  const { lastModified } = (await s3.objects.head('staging', 'sales/live/s/t/a')) ?? {};
  await copyToLake(ports(), event(bridge('sales/live/s/t/a')), new Date('2031-01-01T00:00:00Z'));
  expect(await lake()).toEqual([`raw/live/s/t/${lastModified?.getUTCFullYear()}/a`]);
});

test('a hundred files of a table cost one listing and a copy each', async () => {
  const keys = Array.from(
    { length: 100 },
    (_, index) => `sales/live/s/t/${String(index).padStart(8, '0')}.csv`,
  );
  for (const key of keys) await put(key);
  await put('sales/live/s/t/00000000');
  gateway.gateway.calls.clear();
  await copyToLake(ports(), event(...keys.map((key) => bridge(key))), now);
  const totals = gateway.gateway.calls.totals();
  expect(await lake()).toHaveLength(100);
  expect(totals).toEqual({ 's3:CopyObject': 100, 's3:ListObjectsV2': 1 });
});
