import { rmSync } from 'node:fs';
import { type LocalCloud, startLocalCloud } from '@lakeferry/local-cloud';
import { until } from '../helpers/run/until';
import { synthesizeSample } from '../helpers/whole/deployed';

/** Rule, queue, mapping and function of the template, with its own role. */
let assembly: string;
let cloud: LocalCloud;
let staging: string;
let lake: string;

beforeAll(async () => {
  assembly = await synthesizeSample();
  cloud = await startLocalCloud({ assembly });
  const outputs = cloud.stacks.find('lakeferry-local-platform')?.outputs;
  staging = outputs?.get('StagingBucketName')?.value ?? '';
  lake = outputs?.get('LakeBucketName')?.value ?? '';
});
afterAll(async () => {
  await cloud.stop();
  rmSync(assembly, { recursive: true, force: true });
});

const log = () => cloud.functions.logs('lakeferry-local-copy-to-lake').join('\n');
const copied = async () => (await cloud.s3.objects.list(lake, 'sales/orders-live/')).length;

test('files of a CDC job are in the lake a moment later; files without a job are in the dead-letter queue', async () => {
  for (const table of ['orders', 'payments', 'returns'])
    await cloud.s3.objects.put(
      staging,
      `sales/orders-live/sales/${table}/20261121-120000000.csv`,
      Buffer.from(table),
    );
  await cloud.s3.objects.put(staging, 'sales/nobody/sales/orders/a.csv', Buffer.from('x'));
  await cloud.s3.objects.put(
    staging,
    'sales/orders-daily/sales/orders/LOAD00000001.parquet',
    Buffer.from('x'),
  );
  await until(log, async () => (await copied()) === 3);
  const [first] = await cloud.s3.objects.list(lake, 'sales/orders-live/sales/orders/');
  expect(first?.key).toMatch(
    /^sales\/orders-live\/sales\/orders\/year=\d{4}\/month=\d\d\/day=\d\d\/hour=\d\d\/20261121-120000000\.csv$/,
  );
  await until(log, async () => cloud.sqs.find('lakeferry-local-copier-dead-letters')?.counts().visible === 1);
  expect(await cloud.s3.objects.list(lake, 'sales/orders-daily/')).toEqual([]);
});

test('repeated events change nothing', async () => {
  cloud.eventBus.script((event) => (event.source === 'aws.s3' ? 'double' : undefined));
  const before = await copied();
  for (let index = 0; index < 20; index += 1)
    await cloud.s3.objects.put(
      staging,
      `sales/orders-live/sales/orders/2026112${index}.csv`,
      Buffer.from('x'),
    );
  await until(log, async () => (await copied()) === before + 20);
  const queue = cloud.sqs.find('lakeferry-local-copier');
  await until(log, async () => {
    const counts = queue?.counts();
    return counts?.visible === 0 && counts.hidden === 0;
  });
  cloud.eventBus.script(undefined);
  expect(await copied()).toBe(before + 20);
});
