import { moveBack, moveReaders } from '../../../application/lake/roll-back';
import type { Catalogue } from '../../../aws/lake/catalogue';
import { database, PublishBench } from '../../helpers/runs/publish-bench';

let bench: PublishBench;
beforeEach(async () => {
  bench = await PublishBench.open();
});
afterEach(() => bench.stop());

test('a catalogue that refuses half-way leaves pointer and tables where they were, and a second try goes to the same snapshot', async () => {
  for (const day of [1, 2, 3]) {
    await bench.day(day, { orders: day, items: day });
    await bench.clock.advance(86_400_000);
  }
  const { catalogue } = bench.livePorts;
  let puts = 0;
  const refusing: Catalogue = {
    ...catalogue,
    async put(name, wanted, found) {
      puts += 1;
      if (puts > 1) return await catalogue.put(name, wanted, found);
      await catalogue.put(name, wanted.slice(0, 1), found);
      throw new Error('throttled');
    },
  };
  const target = await bench.snapshots.manifest('20260302T100000Z');
  if (target === undefined) throw new Error('the second snapshot is gone');
  const by = { at: '2026-03-03T12:00:00Z', by: 'ada' };
  const move = () => moveReaders({ catalogue: refusing, bucket: 'lake' }, bench.snapshots, target, by);
  const folders = async () =>
    (await catalogue.tables(database)).map(({ location }) => location.split('=').at(-1));
  await expect(move()).rejects.toThrow('throttled');
  expect((await bench.snapshots.pointer())?.snapshot).toBe('20260303T100000Z');
  expect(await folders()).toEqual(['20260303T100000Z/', '20260303T100000Z/']);
  await move();
  expect((await bench.snapshots.pointer())?.snapshot).toBe('20260302T100000Z');
  expect(await folders()).toEqual(['20260302T100000Z/', '20260302T100000Z/']);
});

test('a rollback lists each folder of its snapshot once, some at the same time, and names a missing file', async () => {
  const tables = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`t${index}`, 1]));
  for (const day of [1, 2]) {
    await bench.day(day, tables);
    await bench.clock.advance(86_400_000);
  }
  const { objects, catalogue } = bench.livePorts;
  let [calls, open, most] = [0, 0, 0];
  const counted: typeof objects = {
    ...objects,
    async page(bucket, prefix, after) {
      if (!prefix.includes('/_lakeferry/')) calls += 1;
      open += 1;
      most = Math.max(most, open);
      const page = await objects.page(bucket, prefix, after);
      open -= 1;
      return page;
    },
  };
  const move = () =>
    moveBack({ objects: counted, catalogue, bucket: 'lake' }, bench.snapshots, {
      job: 'sales/orders-daily',
      to: '20260301T100000Z',
      by: { at: '2026-03-03T12:00:00Z', by: 'ada' },
    });
  const [kept] = await bench.s3.objects.list('lake', 'lake/orders/sales/t39/snapshot=20260301');
  if (kept === undefined) throw new Error('the first snapshot has no file');
  const body = await bench.livePorts.documents.range('lake', kept.key, 0, kept.size);
  await bench.s3.objects.delete('lake', kept.key);
  await expect(move()).rejects.toMatchObject({
    reason: { kind: 'snapshot-incomplete', missingFile: kept.key },
  });
  await bench.s3.objects.put('lake', kept.key, Buffer.from(body));
  calls = 0;
  expect(await move()).toMatchObject({ to: '20260301T100000Z' });
  expect(calls).toBe(40);
  expect(most).toBe(16);
});
