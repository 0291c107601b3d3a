import { type Manifest, readManifest } from '../../../core/lake/snapshots/manifest';
import { attemptOf } from '../../../core/runs/record/run-identity';
import { PublishBench, prefix } from '../../helpers/runs/publish-bench';

let bench: PublishBench;
beforeEach(async () => {
  bench = await PublishBench.open();
});
afterEach(() => bench.stop());

async function manifestOf(snapshot: string): Promise<Manifest> {
  const key = `${prefix}/_lakeferry/manifests/${snapshot}.json`;
  const chunks: Buffer[] = [];
  for await (const chunk of await bench.s3.objects.get('lake', key)) chunks.push(Buffer.from(chunk));
  return readManifest(Buffer.concat(chunks).toString('utf8'), key);
}

/** A run whose table `items` failed. */
async function failed(day: number, orders: number): Promise<string> {
  const run = await bench.loaded(day, { orders, items: 'error' }, false);
  await bench.clock.advance(60_000);
  await bench.stage('orders', 'LOAD00000001.parquet', orders);
  await bench.fail(run);
  await bench.clock.advance(60_000);
  return run;
}

async function retried(first: string, attempt: number, items: number): Promise<string> {
  const run = await bench.retried(first, attempt, { items });
  await bench.clock.advance(60_000);
  await bench.stage('items', 'LOAD00000001.parquet', items);
  return run;
}

test('a retry publishes all tables: those of the earlier attempt, and its own', async () => {
  const first = await failed(1, 10);
  const run = await retried(first, 2, 3);
  await bench.publish(run);
  const manifest = await manifestOf('20260301T100000Z.2');
  expect(manifest.tables.map(({ table, rows, snapshot }) => [table, rows, snapshot])).toEqual([
    ['items', 3, '20260301T100000Z.2'],
    ['orders', 10, '20260301T100000Z.2'],
  ]);
  expect((await bench.history.run(run))?.publishing).toMatchObject({
    outcome: 'published',
    tables: 2,
    files: 2,
  });
  expect((await bench.snapshots.pointer())?.run).toBe(attemptOf(first, 2));
});

test('files of the earlier attempt that have gone since fail the publish with both counts', async () => {
  const first = await failed(1, 10);
  const run = await retried(first, 2, 3);
  await bench.s3.objects.delete('staging', 'sales/orders-daily/sales/orders/LOAD00000001.parquet');
  await expect(bench.publish(run)).rejects.toThrow(
    /sales.orders: DMS counts 10 rows, but this run wrote no file/,
  );
});

test('a run that was published since the earlier attempt is never replaced by older tables', async () => {
  const first = await failed(1, 10);
  const run = await retried(first, 2, 3);
  await bench.clock.advance(60_000);
  const newer = await bench.loaded(2, { orders: 0, items: 0 });
  await bench.publish(newer);
  await expect(bench.publish(run)).rejects.toMatchObject({
    name: 'NewerPublish',
    message: expect.stringContaining(newer),
  });
  expect((await bench.snapshots.pointer())?.run).toBe(newer);
});

test('a retry of a run that was published with table errors replaces it', async () => {
  const first = await bench.loaded(1, { orders: 10, items: 'error' });
  await bench.clock.advance(60_000);
  await bench.stage('orders', 'LOAD00000001.parquet', 10);
  await bench.publish(first);
  await bench.fail(first);
  await bench.clock.advance(60_000);
  await bench.publish(await retried(first, 2, 3));
  expect((await bench.snapshots.current())?.tables.map(({ rows }) => rows)).toEqual([3, 10]);
});
